"""What the lifter asks, and where the answers stand."""
