"""What is felt: complaints found by concepts and by the learner, weighed, and given their place."""
