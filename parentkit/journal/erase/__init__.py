"""Erasing for good: from the log, from copies, from backups."""
