"""Exercises, what is suggested, and what a coach has assigned."""
