"""The places that number keys go to: one definition for the keys, the bar at the top and the app."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place. `screen` names the class of its screen in `tui.screens.<id>.place`, which is imported when needed."""

    id: str
    key: str
    name: str
    help: str
    screen: str


PLACES = (
    Place("today", "1", "Today", "Go to Today", "TodayScreen"),
    Place("journal", "2", "Journal", "Go to the Journal: every entry", "JournalPlace"),
    Place("homework", "3", "Homework", "Go to Homework: what was assigned, and the library", "HomeworkPlace"),
    Place("progress", "4", "Progress", "Go to Progress: ratings, goals and measures over time", "ProgressPlace"),
    Place("session", "5", "Session", "Go to Session: the next one, its agenda, and those before", "SessionPlace"),
)
