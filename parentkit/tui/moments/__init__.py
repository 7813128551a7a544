"""The room of moments and the boxes over it."""
