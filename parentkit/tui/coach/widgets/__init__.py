"""What the screens of a coach are made of."""
