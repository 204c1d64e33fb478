"""A voice-guided, offline workout companion for the hip hinge."""
