"""Text that comes on standard input."""

import contextlib
import sys
from collections.abc import Iterator

from journal.errors import BadInput, JournalError, not_saved


def is_terminal() -> bool:
    """Whether somebody types on standard input, so that questions can be asked there."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_text() -> str:
    """All of standard input exactly as it is, but for the last line end. Raises BadInput for what is no UTF-8."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8") if sys.stdin is not None else ""
    except UnicodeDecodeError:
        raise BadInput("The text is not valid UTF-8, so nothing was saved.", "Save it as UTF-8 first.") from None
    return text.removesuffix("\n")


@contextlib.contextmanager
def saying_unsaved() -> Iterator[None]:
    """An error in the block says as well that the text was not saved: it is read, and it is nowhere else."""
    try:
        yield
    except JournalError as error:
        raise type(error)(f"{error.message} {not_saved(error, 'The text')}.", error.hint) from None
