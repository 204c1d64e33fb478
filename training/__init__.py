"""How the learner of meaning is made: a corpus by many authors, and what is trained on it."""
