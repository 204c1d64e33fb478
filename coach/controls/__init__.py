"""Buttons, pedals, media keys and a lamp: other ways to say what the lifter says, and to see how things stand."""
