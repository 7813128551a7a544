"""Reflecting on a week, checking in, looking back."""
