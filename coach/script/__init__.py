"""Scripts and sessions: YAML to a plan, every fault with its place."""
