"""What may stand in a content file: its shapes, amounts, notation, and speakable sentences."""
