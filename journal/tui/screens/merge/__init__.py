"""Taking in other copies of the journal."""
