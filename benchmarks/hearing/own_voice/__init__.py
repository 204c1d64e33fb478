"""Does the coach obey its own voice, on the sound card and on files?"""
