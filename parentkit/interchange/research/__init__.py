"""Records and figures for programs that count and chart them."""
