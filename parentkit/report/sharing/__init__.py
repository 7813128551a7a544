"""What leaves and what came back, in words."""
