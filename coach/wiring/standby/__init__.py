"""Standby put together: serving, the calendar, enrolment, the self test."""
