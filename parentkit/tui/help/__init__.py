"""Keys, the page for hard moments, help about one thing, and the blank screen."""
