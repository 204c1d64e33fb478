"""The one door through which files come in: what is no file, or too large, is refused before it does harm."""
