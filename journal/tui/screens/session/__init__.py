"""The place Session, its agenda, and what follows a session."""
