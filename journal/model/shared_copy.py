"""What has left the journal: one line of the ledger for each time."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from journal.model.fields import Term
from journal.model.sharing import Audience

STANDARD_OUTPUT = "-"


class Shared(Term):
    """What a copy holds."""

    SUMMARY = "summary", "summary"
    DATA = "data", "everything as data"
    ARCHIVE = "archive", "sealed archive"


class Protection(Term):
    """How a copy is kept from whoever has it."""

    NONE = "none", "plain text"
    PASSWORD = "password", "password"
    AGE = "age", "encrypted with age"


@dataclass(frozen=True, kw_only=True)
class SharedCopy:
    """A copy that left; when it did is the `created` of its record.

    `audience`, `since` and `until` are those of a summary; `session` is the id of the session it was for, or "".
    `format` is the ending of its file's name. `place` is an absolute path, or STANDARD_OUTPUT. `digest` is the SHA-256
    of the file in hex, for a folder a sum over its files and their names, or "" where it can't be known: of what went
    to standard output, and of a sealed archive, which has its own line of the ledger inside. `gone` is the day on which
    it was deleted, or found to be there no more.
    """

    type: ClassVar[str] = "shared_copy"

    what: Shared = Shared.SUMMARY
    audience: Audience | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    format: str = ""
    protection: Protection = Protection.NONE
    place: str = ""
    session: str = ""
    digest: str = ""
    gone: dt.date | None = None

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return self.what.label.capitalize()

    @property
    def about(self) -> str:
        """What it is and for whom, with its format: `summary for my therapist, html`."""
        whom = f" for {self.audience.label}" if self.audience else ""
        return ", ".join(filter(None, (f"{self.what.label}{whom}", self.format)))

    @property
    def has_file(self) -> bool:
        """Whether it was put somewhere, rather than written to standard output."""
        return self.place not in ("", STANDARD_OUTPUT)

    @property
    def lies_in_plain(self) -> bool:
        """Whether it is a file in plain text that hasn't been deleted as far as is known."""
        return self.protection is Protection.NONE and self.has_file and self.gone is None
