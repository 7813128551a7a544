"""The box in which a moment is written down, and what opens from it."""
