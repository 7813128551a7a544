"""What fills the terminal: one module for each room of the UI and each box over it."""
