"""Reusable parts. They are given values, post messages up, and never see the vault."""
