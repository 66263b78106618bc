"""The county's side: many stations in one ledger."""
