"""Entries for tests, made in one line and read from drafts, and a journal to keep anything in."""

import contextlib
import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journal.model.dates import When
from journal.model.entry import DETAILS, EntryContent, Kind
from journal.model.sensate_focus import Stage, StageAgreement
from journal.vault.drafts import Draft
from journal.vault.vault import Vault
from tests.journals import new_vault

DAY = dt.date(2026, 5, 4)
AFTER_ALL = dt.datetime(2150, 1, 1, 12, 0, tzinfo=dt.UTC)  # later than any date that strategies.py gives


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


@contextlib.contextmanager
def vault_open_to_all() -> Iterator[Vault]:
    """A journal for one example of a property test: every stage is agreed, and no date of a record is ahead."""
    with tempfile.TemporaryDirectory() as folder:
        vault = new_vault(Path(folder) / "journal.db", clock=lambda: AFTER_ALL)
        try:
            with vault.atomic():
                for stage in Stage:
                    vault.agreements.add(StageAgreement(stage=stage, agreed_on=DAY))
            yield vault
        finally:
            vault.close()
