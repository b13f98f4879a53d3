"""What the driver and the app say to the terminal, and the keys that the driver acts on before the app."""

# In place, cell by cell, and in no colour: terminals keep what is cleared as a whole where one can scroll back to it.
ERASE = "\x1b[0m\x1b[H\x1b[J"

# What was on the terminal before the app came, and what has scrolled off it.
ERASE_ALL = "\x1b[0m\x1b[H\x1b[2J\x1b[3J"

HIDING = frozenset({"f8", "ctrl+l"})
