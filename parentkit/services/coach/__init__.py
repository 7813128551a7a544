"""What a coach can do, one module per verb."""
