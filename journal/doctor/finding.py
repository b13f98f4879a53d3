"""What the doctor found."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How much a finding matters, from nothing to do to act now. `UNKNOWN` is what can't be told here."""

    GOOD = "good"
    UNKNOWN = "unknown"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `about` in a word or two, what was found, and what to do about it, or ""."""

    level: Level
    about: str
    found: str
    advice: str = ""


def good(about: str, found: str) -> Finding:
    """Something that is as it should be."""
    return Finding(Level.GOOD, about, found)


def unknown(about: str, found: str, advice: str = "") -> Finding:
    """Something that can't be told here."""
    return Finding(Level.UNKNOWN, about, found, advice)


def look(about: str, found: str, advice: str) -> Finding:
    """Something to look at when there is time."""
    return Finding(Level.LOOK, about, found, advice)


def bad(about: str, found: str, advice: str) -> Finding:
    """Something to act on now."""
    return Finding(Level.BAD, about, found, advice)
