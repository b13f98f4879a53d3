"""The ledger: the copies that left the journal."""
