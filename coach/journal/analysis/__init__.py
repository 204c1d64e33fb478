"""What the history adds up to: statistics, advice, charts, the report."""
