"""Backups of the journal."""
