"""A place or a dialog each, with its style beside it."""
