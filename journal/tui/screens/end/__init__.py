"""The end of therapy: keeping the journal, sealing it or destroying it."""
