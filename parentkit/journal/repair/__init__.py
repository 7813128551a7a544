"""Examining every file, and putting right what can be."""
