"""What a moment is: its fields, its words, who it is about, and which moments are meant."""
