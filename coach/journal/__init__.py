"""The memory: append-only events in SQLite, and what can be read from them."""
