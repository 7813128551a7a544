"""Exercises: which there are, and practising them."""
