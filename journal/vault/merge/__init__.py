"""Merging another copy of the journal into this one."""
