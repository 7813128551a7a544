"""Sharing by consent: what leaves, to whom, and what comes back."""
