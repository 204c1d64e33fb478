"""How exactly counts stand in time, and how fast the coach reacts."""
