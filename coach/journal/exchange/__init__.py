"""Sessions into the journal from elsewhere, all of it out again, and forgetting."""
