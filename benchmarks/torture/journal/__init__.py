"""The journal killed in mid-write, again and again."""
