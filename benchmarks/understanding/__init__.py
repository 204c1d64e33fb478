"""How well free words are understood, on sentences of authors whom nothing was tuned to."""
