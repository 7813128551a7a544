"""Words and records of the field: standard library only, no I/O, no clock, no chance."""
