"""Going on with another copy of a journal, which a program that keeps folders the same has put in its place."""

from journal.errors import JournalError
from journal.vault.connection import Connection

_WHICH = ("SELECT id FROM journal", "PRAGMA user_version")  # what both copies have to answer alike


def follow(connection: Connection) -> bool:
    """Has a connection go on with the file that has the name now, where its own was replaced; whether it is on that.

    It isn't where there is no file now, or it is another journal or has another key or version. Nothing may be under
    way.
    """
    if connection.is_in_place:
        return True
    try:
        other = Connection(connection.path, connection.key)
    except JournalError:
        return False
    try:
        fits = all(connection.row(sql) == other.row(sql) for sql in _WHICH)
        if fits:
            connection.reopen(connection.key)
    except JournalError:
        return False
    finally:
        other.close()
    return fits
