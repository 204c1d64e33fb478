"""Fitting the limits and weights that hearing judges by, and what each part of the chain brings."""
