"""The journal as a TinyDB database, through its documented extension points."""
