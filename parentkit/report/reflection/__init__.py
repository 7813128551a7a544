"""Reflections in words and as a page."""
