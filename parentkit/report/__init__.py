"""Figures and records turned into text that people read."""
