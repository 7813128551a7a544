"""The journal as a TinyDB database."""
