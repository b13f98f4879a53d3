"""Copies of a journal for tests of merging: changed at random from a seed, and compared as a whole."""

import contextlib
import datetime as dt
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import Kind, SharedPassage, Sharing
from journal.model.goal import GoalProgress
from journal.model.records import CONTENTS, Content
from journal.model.sensate_focus import StageAgreement
from journal.model.sharing import Audience
from journal.transfer.data import export_json
from journal.vault.people import Person
from journal.vault.settings import WeekStart
from journal.vault.summary_choices import LineChoice, Rewording
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.journals import PASSPHRASE, new_vault
from tests.making import DAY, made
from tests.vault.some_records import PAIRS

_TABLES = (
    "journal", "entry_version", "purged", "standing", "sharing_choice", "draft", "draft_past", "person",
    "person_removed", "setting", "summary_choice", "record", "record_version",
)  # fmt: skip


class Ticking:
    """A clock that goes on by a second each time it is looked at, for several copies at once."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


def copied(vault: Vault, name: str, clock: Callable[[], dt.datetime]) -> Vault:
    """Another copy of a journal, under a name of its own."""
    path = vault.path.with_name(name)
    shutil.copyfile(vault.path, path)
    return Vault.open(path, PASSPHRASE, clock=clock)


def started(folder: Path, clock: Callable[[], dt.datetime]) -> Vault:
    """A journal with nothing in it."""
    return new_vault(folder / "journal.db", clock=clock)


def change(vault: Vault, chance: random.Random, times: int) -> None:
    """Changes a journal at random: whatever can be done to one, in any order."""
    for _ in range(times):
        chance.choice(_CHANGES)(vault, chance)


def state(vault: Vault) -> dict[str, list[Any]]:
    """Everything in the file but the numbers of places, whose order is in it."""
    rows = vault._connection.rows
    found = {table: sorted(rows(f"SELECT * FROM {table}"), key=repr) for table in _TABLES}
    entry = "id, kind, date, time, zone, words, facts, version, created, updated, came"
    found["entry"] = rows(f"SELECT {entry} FROM entry ORDER BY position")
    found["trash"] = rows(f"SELECT {entry}, deleted FROM trash ORDER BY id")
    for name, value in (("entry_label", "name, value"), ("entry_rating", "scale, moment, value")):
        found[name] = sorted(rows(f"SELECT entry.id, {value} FROM {name} JOIN entry USING (position)"), key=repr)
    return found


def exported(vault: Vault) -> bytes:
    """The journal as data."""
    return b"".join(export_json(vault, NOW))


def versions(vault: Vault) -> set[tuple[str, str, str]]:
    """Every version of everything: its id, its instant and what was written."""
    rows = vault._connection.rows
    found = set()
    for table in ("entry", "trash", "entry_version"):
        found |= set(rows(f"SELECT id, updated, words FROM {table}"))
    for table in ("record", "record_version"):
        found |= set(rows(f"SELECT id, updated, content FROM {table}"))
    return found


def _entry(vault: Vault, chance: random.Random) -> str | None:
    ids = [row[0] for row in vault._connection.rows("SELECT id FROM entry ORDER BY id")]
    return chance.choice(ids) if ids else None


def _content(chance: random.Random, **more: Any) -> Any:
    when = When(DAY + dt.timedelta(days=chance.randrange(3)), chance.choice((None, dt.time(9, 30))), "")
    content = made(
        f"calm {chance.randrange(1000)}. Later on.", kind=chance.choice(list(Kind)), topic=chance.choice(("", "ease")),
        tags=chance.choice(((), ("evening",))), people=chance.choice(((), ("Sam",))), flagged=chance.random() < 0.2,
        **more,
    )  # fmt: skip
    return replace(content, when=when)


def _add(vault: Vault, chance: random.Random) -> None:
    sharing = Sharing(therapist=frozenset({"topic"})) if chance.random() < 0.3 else Sharing()
    vault.entries.add(_content(chance, sharing=sharing), from_draft=_draft(vault, chance, ""))


def _edit(vault: Vault, chance: random.Random) -> None:
    if (entry := _entry(vault, chance)) is not None:
        vault.entries.edit(entry, _content(chance), from_draft=_draft(vault, chance, entry))


def _share(vault: Vault, chance: random.Random) -> None:
    if (entry := _entry(vault, chance)) is not None:
        part = SharedPassage("text", vault.entries.get(entry).content.text[:8])
        names = frozenset(chance.sample(("topic", "text", "outcome"), chance.randrange(3)))
        passages = (part,) if chance.random() < 0.5 and part.text else ()
        vault.entries.share(entry, Sharing(therapist=names, joint=names & {"topic"}, joint_passages=passages))


def _trash(vault: Vault, chance: random.Random) -> None:
    if (entry := _entry(vault, chance)) is not None:
        vault.entries.move_to_trash(entry)


def _put_back(vault: Vault, chance: random.Random) -> None:
    if trash := vault.entries.trash():
        vault.entries.put_back(chance.choice(trash).entry.id)


def _purge(vault: Vault, chance: random.Random) -> None:
    if trash := vault.entries.trash():
        vault.entries.purge(chance.choice(trash).entry.id)


def _restore(vault: Vault, chance: random.Random) -> None:
    if (entry := _entry(vault, chance)) is not None and (earlier := vault.entries.history(entry)):
        vault.entries.restore(entry, chance.choice(earlier).version)


def _draft(vault: Vault, chance: random.Random, edits: str) -> str:
    """The id of a draft that is there, or that of none."""
    ids = [one.id for one in vault.drafts.list() if one.edits == edits]
    return chance.choice(ids) if ids and chance.random() < 0.5 else ""


def _write_draft(vault: Vault, chance: random.Random) -> None:
    edits = _entry(vault, chance) or "" if chance.random() < 0.3 else ""
    vault.drafts.save(_content(chance), draft_id=_draft(vault, chance, edits), edits=edits, unread={"minutes": "1O"})


def _discard(vault: Vault, chance: random.Random) -> None:
    if drafts := vault.drafts.list():
        vault.drafts.discard(chance.choice(drafts).id)


def _of_a_type(chance: random.Random) -> type[Content]:
    # A stage that is given up pauses homework at the clock of the copy, which is a change of its own.
    return chance.choice([one for one in CONTENTS if one is not StageAgreement])


def _record(vault: Vault, chance: random.Random) -> None:
    kind = _of_a_type(chance)
    records = vault.records_of(kind)
    found = records.list()
    match chance.randrange(4):
        case 0 if found:
            records.edit(chance.choice(found).id, chance.choice(PAIRS[kind]))
        case 1 if found:
            records.remove(chance.choice(found).id)
        case _:
            with contextlib.suppress(BadInput):  # there may be no more of some of them
                records.add(chance.choice(PAIRS[kind]))


def _goal(vault: Vault, chance: random.Random) -> None:
    if goals := vault.goals.list():
        vault.goal_progress.add(GoalProgress(goal=chance.choice(goals).id, date=DAY, value=chance.randrange(5)))


def _record_trash(vault: Vault, chance: random.Random) -> None:
    if trash := vault.record_trash.list():
        one = chance.choice(trash).record.id
        vault.record_trash.purge(one) if chance.random() < 0.5 else vault.record_trash.put_back(one)


def _people(vault: Vault, chance: random.Random) -> None:
    names = ("Sam", "sam", "Alex", "Robin")
    person = Person(
        chance.choice(names),
        chance.random() < 0.3,
        chance.choice(("", "A.")),
        tuple(chance.sample(("Jo", "Kim", "Lee"), 2)),
    )
    known = [one.nickname for one in vault.people.list()]
    match chance.randrange(3):
        case 0 if known:
            vault.people.remove(chance.choice(known))
        case 1 if known and person.nickname.lower() not in [one.lower() for one in known]:
            vault.people.edit(chance.choice(known), person)
        case _:
            vault.people.add(person)


def _settings(vault: Vault, chance: random.Random) -> None:
    shown = vault.settings.get()
    words = {term: chance.choice(("one", "two")) for term in ("chest", "genitals") if chance.random() < 0.6}
    vault.settings.set(
        replace(shown, lock_minutes=chance.randrange(1, 9), week_start=chance.choice(list(WeekStart)), words=words),
        shown,
    )


def _summary(vault: Vault, chance: random.Random) -> None:
    wording = {"text": Rewording("calm", "at ease")} if chance.random() < 0.4 else {}
    choice = LineChoice(chance.choice((None, True, False)), "", wording)
    now = When(DAY, dt.time(12), "")
    vault.summary_choices.set(chance.choice(list(Audience)), f"line {chance.randrange(3)}", choice, now)


_CHANGES: tuple[Callable[[Vault, random.Random], None], ...] = (
    _add, _add, _add, _edit, _edit, _edit, _share, _share, _trash, _trash, _put_back, _purge, _restore, _write_draft,
    _write_draft, _discard, _record, _record, _record, _goal, _record_trash, _people, _people, _settings, _summary,
)  # fmt: skip
