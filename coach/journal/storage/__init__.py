"""The journal's file: database, tables, codec, rows, the log of a session, and what fails."""
