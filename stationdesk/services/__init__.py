"""What an operator can do or ask: one function each, session first."""
