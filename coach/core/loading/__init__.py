"""Loads as arithmetic: plates, units, ramp-ups, and the rules by which a movement progresses."""
