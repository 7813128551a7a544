"""The people of a family: who they are, and who is meant."""
