"""Records on their way in and out: files that anything can read."""
