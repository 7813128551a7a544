"""Records from and for other programs."""
