"""Moments, lists of them and their history in words."""
