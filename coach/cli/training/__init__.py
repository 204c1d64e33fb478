"""Commands to train by: run, serve, rehearse, render, plan, program, movements."""
