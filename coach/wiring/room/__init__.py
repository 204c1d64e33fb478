"""Measuring the room and testing the sound through the chain that listens later."""
