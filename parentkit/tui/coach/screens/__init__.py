"""The screens of a coach, one module each."""
