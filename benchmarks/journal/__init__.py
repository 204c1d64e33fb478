"""How fast events are kept and read."""
