"""Who there is, and the first minute."""
