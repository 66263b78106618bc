"""Paper: rows become pages laid out in millimetres."""
