"""When an entry or a record left the trash, or was deleted for good: what another copy of the journal has to know."""

import datetime as dt

from journal.vault.connection import Connection
from journal.vault.rows import after, instant, latest


def to_remove(connection: Connection, one_id: str, updated: dt.datetime, now: dt.datetime) -> str:
    """The instant of being put in the trash: no earlier than what was done before, whatever the clock says."""
    row = connection.row("DELETE FROM standing WHERE id = ? RETURNING returned", (one_id,))
    returned = [dt.datetime.fromisoformat(row[0])] if row and row[0] else []
    return instant(latest(now, updated, *returned))


def note_return(connection: Connection, one_id: str, removed: str, now: dt.datetime) -> None:
    """Notes that something left the trash, where it was since `removed`."""
    returned = instant(after(now, dt.datetime.fromisoformat(removed)))
    connection.run("INSERT OR REPLACE INTO standing (id, returned) VALUES (?, ?)", (one_id, returned))


def note_purge(connection: Connection, one_id: str, now: dt.datetime, *before: str | None) -> None:
    """Notes that something was deleted for good, no earlier than what was done before."""
    done = [dt.datetime.fromisoformat(text) for text in before if text]
    connection.run("DELETE FROM standing WHERE id = ?", (one_id,))
    connection.run(
        "INSERT INTO purged (id, purged) VALUES (?, ?) "
        "ON CONFLICT (id) DO UPDATE SET purged = max(purged, excluded.purged)",
        (one_id, instant(latest(now, *done))),
    )
