"""What the lifter asks for in a session: one module for each kind of intent, and which are armed."""
