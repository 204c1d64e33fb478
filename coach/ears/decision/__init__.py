"""From recognition results to a decision: partial results, the coach's own voice, act, ask or ignore."""
