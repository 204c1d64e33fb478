"""What is drawn from the sources for the documentation."""
