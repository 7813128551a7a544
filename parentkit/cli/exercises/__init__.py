"""Commands of exercises and scenes."""
