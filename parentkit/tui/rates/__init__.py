"""The views of the room Rates: what each one draws, lists and says."""
