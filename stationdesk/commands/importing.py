"""`import`: takes ledgers in, or only says what each row would become."""
