"""The sample timeline: what sounds at which sample, mixed, with gains and ducking."""
