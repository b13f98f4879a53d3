"""Taking in what another journal or program has: what becomes of each thing, by its id."""

from journal.model.fields import Term
from journal.vault.connection import Connection


class Taken(Term):
    """What becomes of something that is to come in."""

    NEW = "new", "comes in"
    KNOWN = "known", "here already"
    DIFFERENT = "different", "here in another version, which stays as it is"
    PURGED = "purged", "deleted for good here, so not brought back"


_ELSEWHERE = ("entry", "trash", "record")


def is_purged(connection: Connection, one_id: str) -> bool:
    """Whether something with this id was deleted for good here."""
    return connection.row("SELECT 1 FROM purged WHERE id = ?", (one_id,)) is not None


def without_peer(connection: Connection, one_id: str) -> Taken:
    """What becomes of something that isn't here as what it is: new, unless the id was deleted or is another's."""
    if is_purged(connection, one_id):
        return Taken.PURGED
    taken = any(connection.row(f"SELECT 1 FROM {table} WHERE id = ?", (one_id,)) for table in _ELSEWHERE)
    return Taken.DIFFERENT if taken else Taken.NEW
