"""Days, weeks, periods and recurrences."""
