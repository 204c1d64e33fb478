"""The pure heart of the coach: it decides, and touches nothing."""
