"""The room of exercises."""
