"""Drafts of two copies of a journal: what was written on apart is kept as drafts beside each other."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping

import msgspec

from journal.model.goal import GoalProgress
from journal.vault import draft_past
from journal.vault.connection import Connection

_State = tuple[str, str]  # the instant and the form
_Drafts = dict[str, dict[_State, str]]  # by origin, the states with the ids they have


def merge_drafts(ours: Connection, theirs: Connection, purged: Mapping[str, str]) -> int:
    """Joins the drafts, and says how many came in. A state that either copy knows to be over is no draft any more.

    Of several states of one draft, the one written to last keeps its id; each other gets one made of what it is.
    """
    my_past: dict[str, bytes] = dict(ours.rows("SELECT id, states FROM draft_past"))
    your_past: dict[str, bytes] = dict(theirs.rows("SELECT id, states FROM draft_past"))
    mine, yours = _drafts(ours), _drafts(theirs)
    came = 0
    for origin in sorted({*mine, *yours, *your_past}):
        over = _join_past(ours, origin, my_past.get(origin, b""), your_past.get(origin, b""))
        before = mine.get(origin, {})
        states = sorted(
            state
            for state in {*before, *yours.get(origin, {})}
            if not draft_past.has(over, state[0]) and not _goes(state, purged)
        )
        after = {state: origin if state is states[-1] else _other_id(origin, state) for state in states}
        if origin not in yours and len(after) == len(before):
            continue  # nothing of the other copy touches it
        if after != before:
            came += len(after.keys() - before.keys())
            _write(ours, origin, before, after)
    return came


def _drafts(connection: Connection) -> _Drafts:
    found: _Drafts = {}
    for draft_id, form, updated, origin in connection.rows("SELECT id, form, updated, origin FROM draft"):
        found.setdefault(origin or draft_id, {})[updated, form] = draft_id
    return found


def _join_past(ours: Connection, origin: str, mine: bytes, yours: bytes) -> bytes:
    over = draft_past.joined(mine, yours) if yours else mine
    if over != mine:
        ours.run("INSERT OR REPLACE INTO draft_past (id, states) VALUES (?, ?)", (origin, over))
    return over


def _write(ours: Connection, origin: str, before: dict[_State, str], after: dict[_State, str]) -> None:
    for draft_id in before.values():
        ours.run("DELETE FROM draft WHERE id = ?", (draft_id,))
    for (updated, form), draft_id in after.items():
        ours.run(
            "INSERT INTO draft (id, form, updated, origin) VALUES (?, ?, ?, ?)",
            (draft_id, form, updated, "" if draft_id == origin else origin),
        )


def _goes(state: _State, purged: Mapping[str, str]) -> bool:
    """Whether a draft is of something that was deleted for good, no earlier than it was written."""
    if not purged:
        return False
    form = msgspec.json.decode(state[1])
    of = [form.get("edits", "")]
    if form.get("type") == GoalProgress.type:
        of.append(form.get("content", {}).get("goal", ""))
    return any(state[0] <= purged[one] for one in of if one in purged)


def _other_id(origin: str, state: _State) -> str:
    """A UUIDv7 made of a state, so that every copy gives it the same."""
    digest = hashlib.sha256("\0".join((origin, *state)).encode("utf-8")).digest()
    milliseconds = max(int(dt.datetime.fromisoformat(state[0]).timestamp() * 1000), 0)
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(digest[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62))
