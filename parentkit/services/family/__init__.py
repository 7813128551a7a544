"""The people of a family, and how it begins."""
