"""The state machine between sessions: waiting, offering, enrolment of phrases, the calendar."""
