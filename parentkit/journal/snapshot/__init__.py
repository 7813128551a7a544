"""Years read fast: columns of codes beside the journal, and where each record's lines stand."""
