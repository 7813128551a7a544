"""Commands that write moments down, list and change them."""
