"""Entries for tests, made in one line, and read from drafts."""

import datetime as dt
from typing import Any

from journal.model.dates import When
from journal.model.entry import DETAILS, EntryContent, Kind
from journal.vault.drafts import Draft

DAY = dt.date(2026, 5, 4)


def made(
    text: str = "",
    *,
    date: dt.date = DAY,
    time: dt.time | None = None,
    zone: str = "",
    kind: Kind = Kind.REFLECTION,
    own: dict[str, Any] | None = None,
    **common: Any,
) -> EntryContent:
    """An entry of a kind with this text; `own` has fields of the kind's own, and `common` has those of every kind."""
    return EntryContent(when=When(date, time, zone), details=DETAILS[kind](**(own or {})), text=text, **common)


def written_in(draft: Draft) -> EntryContent:
    """The entry that a draft holds, which has to be of one."""
    assert isinstance(draft.content, EntryContent)
    return draft.content
