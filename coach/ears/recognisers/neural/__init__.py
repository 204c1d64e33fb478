"""Moonshine: its network, its tokens, and the search among the armed phrases."""
