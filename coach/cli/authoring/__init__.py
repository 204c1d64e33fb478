"""Commands for what one writes oneself: check, new, sessions, teach, profile, voices."""
