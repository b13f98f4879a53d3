"""What was chosen to be shared of an entry, kept by the version it was chosen on, so that copies can be merged.

What holds is the latest choice, without what the entry has no words for any more. Of choices made at the same instant
it is what all of them share.
"""

import datetime as dt
from collections.abc import Iterable
from functools import reduce

import msgspec

from journal.model.codec import to_json
from journal.model.entry import Entry, Sharing
from journal.vault.connection import Connection
from journal.vault.rows import after, instant

Choice = tuple[str, str, str]  # over, chosen, sharing, as in the file


def holding(choices: Iterable[Choice]) -> Sharing:
    """What holds of several choices; nothing is shared where there is none."""
    found = list(choices)
    if not found:
        return Sharing()
    latest = max(chosen for _, chosen, _ in found)
    return reduce(both, (decode(sharing) for _, chosen, sharing in found if chosen == latest))


def both(one: Sharing, other: Sharing) -> Sharing:
    """What two choices share."""
    return Sharing(
        therapist=one.therapist & other.therapist,
        joint=one.joint & other.joint,
        therapist_passages=tuple(sorted({*one.therapist_passages} & {*other.therapist_passages})),
        joint_passages=tuple(sorted({*one.joint_passages} & {*other.joint_passages})),
    )


def decode(sharing: str) -> Sharing:
    """A choice as the file has it."""
    return msgspec.json.decode(sharing, type=Sharing)


def encode(sharing: Sharing) -> str:
    """A choice as the file has it, without what is empty."""
    return to_json(
        {name: value for name, value in msgspec.to_builtins(sharing, order="deterministic").items() if value}
    )


def of(connection: Connection, entry_id: str) -> list[Choice]:
    """The choices that were made of an entry."""
    rows = connection.rows("SELECT over, chosen, sharing FROM sharing_choice WHERE id = ? ORDER BY over", (entry_id,))
    return [(over, chosen, sharing) for over, chosen, sharing in rows]


def note(connection: Connection, entry: Entry, at: dt.datetime) -> None:
    """Keeps what is shared of an entry as the latest choice, made on its present version."""
    made = [dt.datetime.fromisoformat(chosen) for _, chosen, _ in of(connection, entry.id) if chosen]
    connection.run(
        "INSERT OR REPLACE INTO sharing_choice (id, over, chosen, sharing) VALUES (?, ?, ?, ?)",
        (entry.id, instant(entry.updated), instant(after(at, *made)), encode(entry.content.sharing)),
    )


def forget(connection: Connection, entry_id: str) -> None:
    """Deletes every choice that was made of an entry."""
    connection.run("DELETE FROM sharing_choice WHERE id = ?", (entry_id,))
