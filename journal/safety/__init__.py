"""Keeping text from doing harm, and the process from leaking it. Used by every other package and uses none of them."""
