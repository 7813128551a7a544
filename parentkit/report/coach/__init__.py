"""What a coach reads: families, inbox, blind coding, agreement."""
