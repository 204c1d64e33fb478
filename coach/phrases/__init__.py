"""What people say and what it means: templates, grammar for the ears, matching, the lifter's own words."""
