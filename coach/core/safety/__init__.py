"""What a complaint does to a session: the row that answers it, doubt about it, red flags."""
