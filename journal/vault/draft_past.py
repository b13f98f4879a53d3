"""The states of drafts that are over: written over, saved or discarded. Another copy of the journal may still have one.

A state is known by the draft it is of and its instant. None of its text is kept.
"""

import datetime as dt
from collections.abc import Iterable

from journal.vault.connection import Connection, Values

_BYTES = 8
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TICK = dt.timedelta(microseconds=1)
_KEPT = dt.timedelta(days=180)  # a draft that is over may come back from a copy that is older than this


def encode(states: Iterable[str]) -> bytes:
    """Instants as the file has them, in order."""
    numbers = sorted({(dt.datetime.fromisoformat(state) - _EPOCH) // _TICK for state in states})
    return b"".join(number.to_bytes(_BYTES, "big", signed=True) for number in numbers)


def joined(one: bytes, other: bytes) -> bytes:
    """The states that are in one of two lists, in order."""
    found = {whole[start : start + _BYTES] for whole in (one, other) for start in range(0, len(whole), _BYTES)}
    return b"".join(sorted(found, key=lambda state: int.from_bytes(state, "big", signed=True)))


def has(states: bytes, state: str) -> bool:
    """Whether a state is among these."""
    wanted = encode((state,))
    return any(states[start : start + _BYTES] == wanted for start in range(0, len(states), _BYTES))


def end(connection: Connection, which: str, values: Values, now: dt.datetime) -> None:
    """Deletes drafts, and notes the states they are in as over. What began long ago is forgotten."""
    rows = connection.rows(f"DELETE FROM draft WHERE {which} RETURNING id, origin, updated", values)
    for draft_id, origin, updated in rows:
        past = connection.row("SELECT states FROM draft_past WHERE id = ?", (origin or draft_id,))
        connection.run(
            "INSERT OR REPLACE INTO draft_past (id, states) VALUES (?, ?)",
            (origin or draft_id, joined(past[0] if past else b"", encode((updated,)))),
        )
    if rows:
        _forget_old(connection, now)


def _forget_old(connection: Connection, now: dt.datetime) -> None:
    # Ids begin with the milliseconds at which they were made.
    began = f"{max((now - _KEPT - _EPOCH) // dt.timedelta(milliseconds=1), 0):012x}"
    connection.run(
        "DELETE FROM draft_past WHERE id < ? AND id NOT IN (SELECT id FROM draft UNION SELECT origin FROM draft)",
        (f"{began[:8]}-{began[8:]}",),
    )
