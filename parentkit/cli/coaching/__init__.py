"""What a coach can ask for: one module per subcommand of `parentkit coach`."""
