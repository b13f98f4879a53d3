"""The keys that the driver acts on before the app."""

HIDING = frozenset({"f8", "ctrl+l"})
