"""The terminal UI: what parents live in. Every action in it is also a command of its own."""
