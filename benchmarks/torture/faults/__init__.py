"""One thing broken at a time in a real run."""
