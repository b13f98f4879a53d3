"""Backups: verified copies of a journal, encrypted like it, in a folder of their own."""
