"""Sharing with a coach, from the family's side."""
