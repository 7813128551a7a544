"""Keeping the files of a family well."""
