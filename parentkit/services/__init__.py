"""What a person can do, one module per verb; the only callers of the journal."""
