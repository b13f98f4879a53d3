"""Settings and choices for summaries of two copies of a journal: of each, the later one holds."""

from journal.vault.connection import Connection
from journal.vault.merge.people import self_of
from journal.vault.person_marks import SELF

_CHOICE = "audience, line, updated, shown, seen, wording, following"


def merge_settings(ours: Connection, theirs: Connection) -> int:
    """Joins the settings, and says how many changed. Whose journal it is is one of them."""
    mine, yours = _settings(ours), _settings(theirs)
    changed = 0
    if (other := self_of(theirs)) != self_of(ours):
        _write(ours, SELF, *max(self_of(ours), other))
    for name, (updated, value) in sorted(yours.items()):
        if (updated, value) > mine.get(name, ("", "")):
            _write(ours, name, updated, value)
            changed += 1
    return changed


def merge_summary_choices(ours: Connection, theirs: Connection, purged: str) -> int:
    """Joins what was decided about the next summary, and says how much came in.

    Other words for a line go where something was deleted for good since: they quote what they stand for.
    """
    rows = ours.rows(f"SELECT {_CHOICE} FROM summary_choice")
    mine = {row[:2]: row[2:] for row in rows}
    changed = 0
    joined = dict(mine)
    for audience, line, *rest in theirs.rows(f"SELECT {_CHOICE} FROM summary_choice"):
        here = joined.get((audience, line))
        if here is None or _order(tuple(rest)) > _order(here):
            joined[audience, line] = tuple(rest)
    for key, (updated, shown, seen, wording, following) in joined.items():
        after = (updated, shown, seen, wording if updated > purged else None, following)
        if after != mine.get(key):
            ours.run(f"INSERT OR REPLACE INTO summary_choice ({_CHOICE}) VALUES (?, ?, ?, ?, ?, ?, ?)", (*key, *after))
            changed += 1
    return changed


def _settings(connection: Connection) -> dict[str, tuple[str, str]]:
    rows = connection.rows("SELECT name, updated, value FROM setting WHERE name <> ?", (SELF,))
    return {name: (updated, value) for name, updated, value in rows}


def _write(ours: Connection, name: str, updated: str, value: str) -> None:
    ours.run("INSERT OR REPLACE INTO setting (name, value, updated) VALUES (?, ?, ?)", (name, value, updated))


def _order(choice: tuple[object, ...]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in choice)
