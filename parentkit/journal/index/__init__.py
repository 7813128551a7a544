"""Years read fast: columns of codes beside the journal."""
