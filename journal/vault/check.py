"""Whether a journal file is whole."""

import contextlib
from collections.abc import Iterator

from journal.errors import Damaged
from journal.vault.connection import Connection
from journal.vault.driver_errors import damaged

_MOST = 100  # problems that are counted; one is enough to act on


def problems(connection: Connection) -> tuple[str, ...]:
    """What is wrong with a file, in plain words without anything of its text; () where it is whole.

    Every page is held against its code, and then the trees of pages, indexes and the search index against each other:
    a file that was cut off at the edge of a page passes the first of these alone. Reads the file once in full for each.
    """
    found: list[str] = []
    with _reading_on(found):
        if pages := len(connection.rows("PRAGMA cipher_integrity_check")):
            of_pages = "1 page is not as it was" if pages == 1 else f"{pages} pages are not as they were"
            found.append(f"{of_pages} written.")
    with _reading_on(found):
        if connection.rows(f"PRAGMA integrity_check({_MOST})") != [("ok",)]:
            found.append("Its parts don't fit together.")
    return tuple(found)


@contextlib.contextmanager
def _reading_on(found: list[str]) -> Iterator[None]:
    """What can't be read inside the block is a problem too, unless one was found that tells why."""
    try:
        yield
    except Damaged:
        if not found:
            found.append("It can't be read to its end.")


def check(connection: Connection) -> None:
    """Makes sure that a file is whole. Raises Damaged, and what reading it raises."""
    if found := problems(connection):
        raise damaged(connection.path, " ".join(found))


def sorts_in_memory(connection: Connection) -> bool:
    """Whether what the connection sorts or undoes never goes to a temporary file, which would be in clear."""
    return connection.row("PRAGMA temp_store") == (2,) and ("TEMP_STORE=0",) not in connection.rows(
        "PRAGMA compile_options"
    )
