"""How the voices do."""
