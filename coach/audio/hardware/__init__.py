"""The sound card: devices by name, streams, and the other programs that play on it."""
