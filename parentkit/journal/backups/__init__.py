"""Making, listing and restoring backups."""
