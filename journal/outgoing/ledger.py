"""The lines of the ledger with what is at their places now, and what is said where they or the journal are deleted."""

import datetime as dt
from collections.abc import Iterable, Sequence

from journal.clock import today
from journal.model.records import Record
from journal.model.shared_copy import SharedCopy
from journal.outgoing.lying import State, look_at_all
from journal.safety.text import safe_line

Line = Record[SharedCopy]

PATIENCE = 5.0  # seconds until a place that doesn't answer is given up

NOT_PROMISED = (
    "Deleting takes away what lies there and nothing else: not copies of it, backups, synced folders or mail, not what "
    "a printer keeps, nor what your therapist has. A disk, an SSD above all, may keep traces for a while."
)
STAYS = (
    "What is out of reach stays: backups, synced folders, other copies of the journal, and what was shared. A disk, an "
    "SSD above all, may keep traces of the encrypted file for a while; nobody can read them without the passphrase."
)


def states_of(lines: Iterable[Line], patience: float = PATIENCE) -> dict[str, State]:
    """What is at the place of each line now, by its id; SILENT where that isn't known after so many seconds."""
    return look_at_all({one.id: one.content for one in lines}, patience)


def still_lying(lines: Iterable[Line], patience: float = PATIENCE) -> tuple[Line, ...]:
    """The plain copies at whose place something is, as it was written or changed, as far as that can be seen."""
    plain = [one for one in lines if one.content.lies_in_plain]
    states = states_of(plain, patience)
    return tuple(one for one in plain if states[one.id].is_there)


def told(lines: Sequence[Line]) -> str:
    """Plain copies that lie there in words, a place on a line; "" where there is none."""
    places = (f"  {safe_line(one.content.place)}" for one in lines)
    return "\n".join(("These plain copies still lie where they were put:", *places)) if lines else ""


def day_of(line: Line) -> dt.date:
    """The day on which the copy left."""
    return today(line.created)
