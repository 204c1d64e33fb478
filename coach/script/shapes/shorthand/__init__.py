"""A workout written in one line, and the names a person has for movements."""
