"""The local door: what happens as JSON lines on a socket of this machine, and typed sentences back in.

The session hands pictures to a process of its own and never waits for it; everything that knows a network stands on the
door as yet another process.
"""
