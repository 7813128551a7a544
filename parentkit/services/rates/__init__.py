"""The figures of a week and of all time."""
