"""Writing moments down, finding them, changing them."""
