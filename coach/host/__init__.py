"""The machine the coach runs on: systemd, signals, scheduling of threads."""
