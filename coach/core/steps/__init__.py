"""A session's steps: entering, counting, resting, pausing, a race start, and effects on what is to come."""
