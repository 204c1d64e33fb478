"""Sound to intents: recognisers, voice activity, verification."""
