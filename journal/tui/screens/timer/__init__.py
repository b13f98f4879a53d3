"""The practice timer and how it ends."""
