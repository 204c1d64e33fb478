"""Damaged files and odd words by the ten thousand."""
