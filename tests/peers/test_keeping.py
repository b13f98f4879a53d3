"""What others' programs changed or lost behind the back of people: each of these is a bug that was reported there."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from journal.errors import BadInput, Damaged, JournalError
from journal.model.dates import When
from journal.model.entry import Kind, Sharing, blank
from journal.model.rating import Moment, Rating
from journal.model.shared_copy import Protection, SharedCopy
from journal.model.sharing import Audience
from journal.outgoing.delivery import InPlain, deliver
from journal.transfer.data import export_json
from journal.vault.settings import Preferences, WeekStart
from journal.vault.vault import Vault
from tests.cli.running import run
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.making import DAY, made
from tests.zones import ZONES, living_in

TODAY = dt.datetime.now().astimezone().date()


def test_no_setting_and_no_locale_changes_a_record(vault: Vault) -> None:
    """Whatever is set, and wherever the program runs, what is kept and how dates are written there is the same."""
    for time in (None, dt.time(0, 0), dt.time(23, 59)):
        vault.entries.add(made("one", date=dt.date(2026, 3, 4), time=time, zone="Europe/Berlin"))
    before = _records(vault)
    for settings in (
        Preferences(week_start=WeekStart.SUNDAY, masked=True, bell=True),
        Preferences(lock_minutes=60, support_contacts="a", words={"arousal": "b"}),
<<<<<<< HEAD
        Preferences(backups=3, backup_folder="away"),
=======
        Preferences(backups=3, backup_folder="/nowhere"),
>>>>>>> 016a8ea20349330a067353d5cd29d67439dbb867
    ):
        vault.settings.set(settings)
        assert _records(vault) == before
    assert len(fields(Preferences)) == 8  # a new setting, such as a format of dates, has to be set here too


@pytest.mark.parametrize("locale", ["en_US.UTF-8", "de_DE.UTF-8", "C"])
def test_dates_in_data_are_the_same_everywhere(vault: Vault, path: Path, locale: str) -> None:
    """The date that was chosen is the one that leaves, in the language and the zone of whoever asks for it."""
    vault.entries.add(made("one", date=dt.date(2026, 3, 4), time=dt.time(23, 59), zone="Europe/Berlin"))
    env = {"LC_ALL": locale, "LANG": locale, "TZ": "Pacific/Kiritimati"}
    (entry,) = json.loads(run("--file", path, "list", "--json", env=env).out)
    assert entry["content"]["when"] == {"date": "2026-03-04", "time": "23:59:00", "zone": "Europe/Berlin"}


def test_an_entry_with_only_a_rating_is_whole(vault: Vault) -> None:
    """One rating and nothing else is an entry, on a scale that this version doesn't know too."""
    for rating in (Rating("tension", Moment.BEFORE, 0), Rating("a_scale_of_my_own", Moment.ONCE, 77)):
        entry = vault.entries.add(made(ratings=(rating,)))
        assert vault.entries.get(entry.id).content.ratings == (rating,)


def test_the_chosen_zone_moves_nothing(vault: Vault) -> None:
    """Date, time and zone stay as they were chosen, at midnight and in the hour that clocks skip, save after save."""
    skipped = made(date=dt.date(2026, 3, 29), time=dt.time(2, 30), zone="Europe/Berlin")
    entry = vault.entries.add(skipped)
    for number in range(5):
        content = vault.entries.get(entry.id).content
        assert content.when == skipped.when
        vault.entries.edit(entry.id, replace(content, text=f"save {number}"))
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "", "Nowhere/At all"):
        kept = vault.entries.add(made(date=DAY, time=dt.time(23, 59), zone=zone))
        assert vault.entries.get(kept.id).content.when == kept.content.when


def test_a_date_survives_every_zone_and_repeated_saves(path: Path) -> None:
    """Opened and saved again in zone after zone, at midnight and in a change of clocks, it stays the chosen day."""
    chosen = [When(DAY), When(DAY, dt.time(0, 0), "UTC"), When(dt.date(2026, 3, 29), dt.time(2, 30), "Europe/Berlin")]
    vault = new_vault(path)
    ids = [vault.entries.add(replace(blank(Kind.REFLECTION, when), text="x")).id for when in chosen]
    vault.close()
    for number, zone in enumerate(ZONES):
        with living_in(zone):
            vault = Vault.open(path, PASSPHRASE)
            kept = [vault.entries.get(one).content for one in ids]
            assert [content.when for content in kept] == chosen
            for one, content in zip(ids, kept, strict=True):
                vault.entries.edit(one, replace(content, text=f"save {number}"))
            vault.close()


def test_an_export_leaves_the_journal_as_it_was(written: Path, place: Path, vault: Vault) -> None:
    """An export adds its line to the ledger and changes nothing else; one that is refused changes nothing at all."""
    before = _records(vault)
    for options in (("summary", "-o", "a.md"), ("data", "-o", "a.json"), ("data", "--format", "csv", "-o", "-")):
        assert run("--file", written, "export", *options, "--plaintext", cwd=place).code == 0
    assert _records(vault) == before
    lines = [line.content for line in vault.shared_copies.list()]
    assert [(line.what.value, line.format, line.place) for line in lines] == [
        ("summary", "md", str(place / "a.md")),
        ("data", "json", str(place / "a.json")),
        ("data", "csv", "-"),
    ]
    assert [line.digest for line in lines] == [*(_sha256(place / name) for name in ("a.md", "a.json")), ""]
    assert (lines[0].audience, lines[0].until) == (Audience.THERAPIST, TODAY)
    assert {line.protection for line in lines} == {Protection.NONE}
    file = written.read_bytes()
    refused: tuple[tuple[object, ...], ...] = (
        ("summary", "-o", "a.md"), ("data", "-o", "a.json"), ("data", "--format", "md", "-o", place),
        ("summary", "--since", "today", "-o", "b.md"), ("data", "-o", place / "nowhere" / "x"),
        ("summary", "--encrypt", "password", "-o", "c.md"),
    )  # fmt: skip
    for refusal in refused:
        assert run("--file", written, "export", *refusal, "--plaintext", cwd=place).code
    assert written.read_bytes() == file


def test_an_export_that_breaks_off_leaves_every_byte(written: Path, place: Path, vault: Vault) -> None:
    """Halfway through, with something of it written already: no byte of the journal is another one."""
    before = written.read_bytes()

    def broken() -> Iterator[bytes]:
        yield b"one" * 100_000
        raise BadInput("Something in the journal can't be read.")

    with pytest.raises(BadInput):
        deliver(vault, place / "a", broken(), InPlain(), SharedCopy(format="md"))
    assert written.read_bytes() == before and list(place.iterdir()) == []


def test_a_journal_that_cannot_be_read_is_never_written_to(written: Path, vault: Vault, place: Path) -> None:
    """It is no empty list that is saved over it: every command refuses, and every byte stays."""
    vault.close()
    content = bytearray(written.read_bytes())
    content[100:-100] = bytes(len(content) - 200)
    written.write_bytes(content)
    for command in (
        ("list",), ("log", "reflection"), ("import", "-", "--format", "jrnl"), ("session", "add"), ("init",),
        ("homework", "assign", "hands-first"), ("export", "data", "--plaintext", "-o", place / "a"), ("stats",),
    ):  # fmt: skip
        ended = run("--file", written, *command, stdin=b"[2026-04-01 09:30 PM] words\n")
        assert ended.code and ended.out == b"" and ended.err.startswith("journal: error: "), command
        assert written.read_bytes() == content, command
    assert [one.name for one in written.parent.iterdir()] == [written.name] and list(place.iterdir()) == []


def test_an_unreadable_page_refuses_what_is_saved(written: Path, vault: Vault) -> None:
    """Where one page is damaged while the journal is open, a save that needs it is refused, and nothing is emptied."""
    vault.entries.add(made("word " * 50_000))
    vault.close()
    content = bytearray(written.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page + 2000] ^= 1
    written.write_bytes(content)
    try:
        opened = Vault.open(written, PASSPHRASE)
    except JournalError as error:
        assert isinstance(error, Damaged)
    else:
        with pytest.raises(Damaged):
            opened.entries.add(made("another"))
        opened.close()
    assert written.read_bytes() == content


def test_the_file_just_made_opens_again(path: Path) -> None:
    """A new journal opens with the passphrase just set, empty and at the newest schema."""
    Vault.create(path, PASSPHRASE).close()
    vault = Vault.open(path, PASSPHRASE)
    assert (vault.entries.count(), vault.drafts.list(), vault.people.list()) == (0, (), ())
    vault.close()


def _records(vault: Vault) -> Any:
    """Everything in the journal but its ledger and its settings."""
    everything = json.loads(b"".join(export_json(vault, vault.clock())))
    everything["records"] = [one for one in everything["records"] if one["type"] != SharedCopy.type]
    del everything["settings"]
    return everything


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def written(vault: Vault, path: Path) -> Path:
    """A journal with an entry for the therapist."""
    when = When(TODAY - dt.timedelta(days=2), dt.time(21, 0), "UTC")
    vault.entries.add(
        replace(blank(Kind.COMMUNICATION, when), topic="A label", sharing=Sharing(therapist=frozenset({"topic"})))
    )
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder to export into."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder
