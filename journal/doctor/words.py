"""Words that findings have in common."""

from collections.abc import Iterable

from journal.doctor.finding import Finding, Level


def ago(days: int) -> str:
    """How long ago a day was, as it stands after `of` or `is of`."""
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def in_all(findings: Iterable[Finding]) -> str:
    """How many there are to act on and to look at."""
    levels = [one.level for one in findings]
    if bad := levels.count(Level.BAD):
        return f"To act on now: {bad}. To look at: {levels.count(Level.LOOK)}."
    if look := levels.count(Level.LOOK):
        return f"Nothing to act on now. To look at when there is time: {look}."
    return "All that was looked at is as it should be."
