"""What the driver and the app say to the terminal, and the keys that the driver acts on before the app."""

_ROWS = 500  # more than any terminal has; moving down ends at the last one

# In place, row by row, and in no colour: terminals keep what is cleared as a whole where one can scroll back to it.
# What has scrolled off stays: the app draws and erases in place, so nothing of it is there. The rest is the person's.
ERASE = "\x1b[0m\x1b[H" + "\x1b[2K\x1b[B" * _ROWS + "\x1b[H\x1b[J"

HIDING = frozenset({"f8", "ctrl+l"})
