"""What a person does with moments: write, look for, change them."""
