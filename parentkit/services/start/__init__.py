"""How a family begins: the first minute, and a sample family to look at."""
