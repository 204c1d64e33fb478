"""How well the coach hears."""
