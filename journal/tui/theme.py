"""The colours of the app. Everything else names them as variables."""

from textual.theme import Theme

DARK = Theme(
    name="journal-dark",
    primary="#8fb8c9",
    secondary="#a7b79a",
    accent="#d9b382",
    foreground="#d6dadd",
    background="#14181b",
    surface="#1a1f23",
    panel="#232a2f",
    success="#a7b79a",
    warning="#d9b382",
    error="#d98c82",
    dark=True,
    variables={"footer-key-foreground": "#d9b382", "input-selection-background": "#8fb8c9 35%"},
)

LIGHT = Theme(
    name="journal-light",
    primary="#2f6175",
    secondary="#55683f",
    accent="#8a5a1c",
    foreground="#22282c",
    background="#f6f5f1",
    surface="#efede7",
    panel="#e4e1d8",
    success="#55683f",
    warning="#8a5a1c",
    error="#a03d30",
    dark=False,
)
