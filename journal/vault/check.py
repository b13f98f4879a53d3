"""Whether a journal file is whole."""

from journal.errors import Damaged
from journal.vault.connection import Connection

_MOST = 100  # problems that are counted; one is enough to act on


def problems(connection: Connection) -> tuple[str, ...]:
    """What is wrong with a file, in plain words without anything of its text; () where it is whole.

    Every page is held against its code, and then the trees of pages, indexes and the search index against each other:
    a file that was cut off at the edge of a page passes the first of these alone. Reads the file once in full for each.
    """
    try:
        pages = len(connection.rows("PRAGMA cipher_integrity_check"))
        trees = connection.rows(f"PRAGMA integrity_check({_MOST})")
    except Damaged:
        return ("It can't be read to its end.",)
    found = []
    if pages:
        found.append(f"{pages} {'page is' if pages == 1 else 'pages are'} not as they were written.")
    if trees != [("ok",)]:
        found.append("Its parts don't fit together.")
    return tuple(found)


def check(connection: Connection) -> None:
    """Makes sure that a file is whole. Raises Damaged, and what reading it raises."""
    if found := problems(connection):
        raise Damaged(
            f"{connection.path} is damaged. {' '.join(found)}",
            "Keep this file as it is, and go back to a backup, or save what can be read with: journal doctor --salvage",
        )
