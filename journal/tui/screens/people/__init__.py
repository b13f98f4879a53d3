"""The people of a journal: nicknames, aliases, and names that no summary shows."""
