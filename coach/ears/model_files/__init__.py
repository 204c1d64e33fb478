"""Model files on disk: where they lie, how they are fetched, and what a machine has room for."""
