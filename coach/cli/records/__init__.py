"""Commands about what was done: history, log, import, export, forget."""
