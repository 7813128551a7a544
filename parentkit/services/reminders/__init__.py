"""When a family is reminded, and by what."""
