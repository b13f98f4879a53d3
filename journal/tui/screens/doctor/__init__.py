"""Checking the journal, in the app."""
