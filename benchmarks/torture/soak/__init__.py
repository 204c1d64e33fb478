"""Hours on file devices, on the virtual sound card, and of listening."""
