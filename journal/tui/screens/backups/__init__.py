"""The backups of the journal, in the app."""
