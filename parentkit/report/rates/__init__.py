"""A review in words and as JSON."""
