"""What is planned for when, by the wall clock: appointments, the calendar file, reminders, waiting for a time."""
