"""Keys, signatures and the one encrypted file that goes between a parent and a coach."""
