"""The state machine of a session: its table of events, its view, and rehearsal in virtual time."""
