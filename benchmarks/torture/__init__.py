"""Correctness under abuse: faults, fuzzing, kills, soaks."""
