"""What is seen and written while a session runs: terminal, lamp, cue sheet, transcript."""
