"""What is known of a lifter, and what today makes of it: profile, loads, plan, and the first conversation."""
