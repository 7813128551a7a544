"""Files for calendars and for a system's own scheduler."""
