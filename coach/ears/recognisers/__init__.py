"""Recognisers behind one interface, each in a process of its own, and their confidence."""
