"""The places that number keys go to: one definition for the keys, the bar at the top and the app."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place. `screen` names the module in tui.screens and the class of its screen, which is imported when needed."""

    id: str
    key: str
    name: str
    help: str
    screen: tuple[str, str]


PLACES = (
    Place("today", "1", "Today", "Go to Today", ("today", "TodayScreen")),
    Place("journal", "2", "Journal", "Go to the Journal: every entry", ("journal_place", "JournalPlace")),
    Place(
        "homework", "3", "Homework", "Go to Homework: what was assigned, and the library", ("homework", "HomeworkPlace")
    ),
    Place(
        "progress",
        "4",
        "Progress",
        "Go to Progress: ratings, goals and measures over time",
        ("progress", "ProgressPlace"),
    ),
    Place(
        "session",
        "5",
        "Session",
        "Go to Session: the next one, its agenda, and those before",
        ("session", "SessionPlace"),
    ),
)
