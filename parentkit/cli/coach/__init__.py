"""One module for each subcommand of `parentkit coach`."""
