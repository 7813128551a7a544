"""Every figure the program shows, as pure functions; one module per section of docs/figures.md."""
