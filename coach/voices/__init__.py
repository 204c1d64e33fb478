"""Text to sound: engines, the worker process, the rendered-phrase cache."""
