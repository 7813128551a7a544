"""The sample family."""
