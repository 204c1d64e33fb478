"""What is to be said and counted becomes clips at sample positions; a log of what was played."""
