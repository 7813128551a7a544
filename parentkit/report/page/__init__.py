"""A written report: its contents, and the same contents as an HTML page and as Markdown."""
