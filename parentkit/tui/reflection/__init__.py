"""The room of reflection: a week, a question, a check-in, a look back."""
