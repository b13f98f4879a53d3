"""The command line: each command reads what was typed, calls what does the work, and prints."""
