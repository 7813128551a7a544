"""Commands that ask: a week, a check-in, a prompt."""
