"""Tables of other training programs: dialects, cells, dates, reading and refusing records."""
