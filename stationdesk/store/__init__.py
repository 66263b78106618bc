"""Where we keep it: one encrypted file, one writer, nothing unlogged."""
