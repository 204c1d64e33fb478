"""One set: how it is counted, how long it takes, how it is logged."""
