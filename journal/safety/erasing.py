"""What erases the screen of a terminal."""

_ROWS = 500  # more than any terminal has; moving down ends at the last one

# In place, row by row, and in no colour: terminals keep what is cleared as a whole where one can scroll back to it.
# What has scrolled off stays: whatever is shown here is drawn and erased in place, so nothing of it is there. The rest
# is the person's.
ERASE = "\x1b[0m\x1b[H" + "\x1b[2K\x1b[B" * _ROWS + "\x1b[H\x1b[J"
