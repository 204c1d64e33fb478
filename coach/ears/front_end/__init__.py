"""Signal processing before recognition: echo, noise, hum, and where an utterance begins and ends."""
