"""From a session as it is written to the plan that is coached."""
