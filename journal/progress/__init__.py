"""What Progress shows, as plain values: tables and plots of the same figures, built from what the vault reads.

`figures.py` says what a table and a plot are, and `drawing.py` where the marks of a plot stand in cells of a screen;
the other modules build tables and plots. Nothing here interprets a figure.
"""
