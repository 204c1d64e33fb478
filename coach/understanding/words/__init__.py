"""Words and concepts: normalising, spelling, patterns, quantities."""
