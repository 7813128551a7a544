"""The command of the two figures."""
