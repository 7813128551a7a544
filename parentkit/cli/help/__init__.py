"""The page for hard moments."""
