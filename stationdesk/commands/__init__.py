"""What a script can ask: the command line."""
