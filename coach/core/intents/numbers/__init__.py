"""Loads, reps and efforts as said: converted, asked back, logged, and corrected."""
