"""What somebody means: free words in, meanings with slots, certainty and a reason out."""
