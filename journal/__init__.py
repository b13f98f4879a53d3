"""A private homework journal for people in sex therapy."""

__version__ = "0.1.0"
