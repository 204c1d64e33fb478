"""The page in the house: a process of its own that speaks to the local door, and to nothing else of the coach."""
