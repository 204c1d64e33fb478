"""What is said between sessions: one module for each kind, and the table of handlers."""
