"""Finding what an id, or the end of one, stands for."""

from typing import TypeVar

from journal.errors import NotFound
from journal.model.homework import Assignment
from journal.model.records import Content, Record
from journal.model.session import AgendaItem, TherapySession
from journal.model.shared_copy import SharedCopy
from journal.vault.records import Records

C = TypeVar("C", bound=Content)

SHORT = 8  # characters of an id in lists
_LEAST = 4

_LISTS = {
    Assignment.type: ("homework", "journal homework list --all shows the ids."),
    TherapySession.type: ("session", "journal session list shows the ids."),
    SharedCopy.type: ("copy", "journal shared list shows the ids."),
    AgendaItem.type: ("item of the agenda", "journal session agenda shows the ids."),
}


def ending_in(records: Records[C], typed: str) -> tuple[Record[C], ...]:
    """The records whose id is, or ends in, what was typed; at least four characters of it."""
    typed = typed.strip().lower()
    return tuple(one for one in records.list() if len(typed) >= _LEAST and one.id.endswith(typed))


def one_of(records: Records[C], typed: str, content: type[C]) -> Record[C]:
    """The one record of this type whose id is, or ends in, what was typed. Raises NotFound for none and for several."""
    found = ending_in(records, typed)
    if len(found) == 1:
        return found[0]
    name, hint = _LISTS[content.type]
    raise NotFound(f"{'More than one' if found else 'No'} {name} has an id that ends like this.", hint)
