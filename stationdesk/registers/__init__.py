"""What we keep: tables, drafts, code tables, and the rules a record can judge alone."""
