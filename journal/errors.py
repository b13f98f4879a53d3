"""What can go wrong, as the person is told it.

Every error that a person can meet is a `JournalError`: one sentence of what happened, one of what to do next, and the
exit code that a script sees. Messages name places and ids, never journal text.
"""

from typing import ClassVar


class JournalError(Exception):
    """Something went wrong that the person can be told about."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadInput(JournalError):
    """What was typed can't be understood or isn't allowed."""

    exit_code = 2


class NotFound(JournalError):
    """No entry, draft or version has that id."""


class Overtaken(JournalError):
    """What was to be changed has been changed and saved by another program or form since it was read."""

    def __init__(self) -> None:
        super().__init__(
            "This was changed and saved elsewhere meanwhile.",
            "Open it again, and make the change on what is there now.",
        )


class NoJournal(JournalError):
    """Nothing that could be a journal is at that place."""

    exit_code = 10


class JournalInUse(JournalError):
    """Another program held the file for longer than we wait."""

    exit_code = 11


class WrongPassphrase(JournalError):
    """The passphrase does not open the file."""

    exit_code = 12


class Damaged(JournalError):
    """The file, or a part of it, can't be read."""

    exit_code = 13


class NewerVersion(JournalError):
    """The file was made by a newer version of the program."""

    exit_code = 14


class NotWritable(JournalError):
    """The disk is full, or the place may not be written to."""

    exit_code = 15


class MaybeSaved(NotWritable):
    """All of it was written, and the disk reported an error right after: it may be saved, and it may not."""


def not_saved(error: JournalError, what: str = "", *, done: str = "saved") -> str:
    """That something was not saved because of an error, or that it may not be, where nobody can know."""
    if isinstance(error, MaybeSaved):
        return f"{what} may not be {done}" if what else f"May not be {done}"
    return f"{what} was not {done}" if what else f"Not {done}"
