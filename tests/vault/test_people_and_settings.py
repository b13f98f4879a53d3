"""People and settings, kept in the journal itself."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from journal.errors import BadInput, NotFound
from journal.vault.people import Person
from journal.vault.settings import Preferences, WeekStart
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import made


def test_people_in_the_order_they_were_added(path: Path) -> None:
    """Everybody is listed once, in whatever capitals their name is typed again."""
    clock = [NOW]
    vault = new_vault(path, clock=lambda: clock[0])
    for nickname in ("Sam", "Alex", "Robin"):
        clock[0] += dt.timedelta(seconds=1)
        vault.people.add(Person(nickname))
    assert [person.nickname for person in vault.people.list()] == ["Sam", "Alex", "Robin"]
    clock[0] += dt.timedelta(seconds=1)
    vault.people.add(Person("ALEX"))
    assert {person.nickname for person in vault.people.list()} == {"Sam", "ALEX", "Robin"}
    vault.close()


def test_there_is_one_self(vault: Vault) -> None:
    """The journal belongs to at most one person, the last one who said so."""
    assert vault.people.me() == ""
    vault.people.add(Person("Alex"))
    assert vault.people.me() == ""
    vault.people.add(Person("Sam", is_self=True))
    vault.people.add(Person("Robin", is_self=True))
    assert vault.people.me() == "Robin"
    assert [person.nickname for person in vault.people.list() if person.is_self] == ["Robin"]


@pytest.mark.parametrize("nickname", ["", "'; --", "nul\0", "美穂", "\u202eright", "n" * 10_000, "[/x]"])
def test_any_nickname(vault: Vault, nickname: str) -> None:
    """A nickname of any characters is kept exactly."""
    vault.people.add(Person(nickname, is_self=True))
    assert vault.people.list() == (Person(nickname, is_self=True),)
    assert vault.people.me() == nickname


def test_settings_have_defaults(vault: Vault) -> None:
    """What was never set has its default."""
    assert vault.settings.get() == Preferences(lock_minutes=2, masked=False)


def test_settings_are_kept(path: Path, vault: Vault) -> None:
    """Settings are there after opening again, and setting them twice leaves one of each."""
    vault.settings.set(Preferences(lock_minutes=7, masked=True))
    vault.settings.set(Preferences(lock_minutes=60, masked=True))
    vault.close()
    vault = Vault.open(path, PASSPHRASE)
    assert vault.settings.get() == Preferences(lock_minutes=60, masked=True)
    vault.close()


def test_what_another_program_set_meanwhile_stays(vault: Vault) -> None:
    """Of settings that were chosen over older ones, what was changed is kept and nothing else; own words one by one."""
    seen = vault.settings.set(Preferences(words={"chest": "one", "arousal": "two", "genitals": "three"}))
    theirs = replace(seen, support_contacts="Alex", words={"chest": "four", "arousal": "two", "sensation": "five"})
    assert vault.settings.set(theirs, over=seen) == theirs
    mine = replace(seen, masked=True, words={"chest": "one", "genitals": "six"})
    both = replace(theirs, masked=True, words={"chest": "four", "genitals": "six", "sensation": "five"})
    assert vault.settings.set(mine, over=seen) == both == vault.settings.get()


def test_a_setting_of_another_version_does_no_harm(vault: Vault) -> None:
    """A setting that this version doesn't know is left alone, and kept."""
    vault._connection.run("INSERT INTO setting (name, value) VALUES ('of_a_newer_version', '[1]')")
    vault.settings.set(Preferences(lock_minutes=3))
    assert vault.settings.get() == Preferences(lock_minutes=3)
    assert vault._connection.row("SELECT value FROM setting WHERE name = 'of_a_newer_version'") == ("[1]",)


def test_a_setting_that_can_not_be_read_has_its_default(vault: Vault) -> None:
    """A value that this version doesn't know stands back for the default, and the others are read all the same."""
    vault.settings.set(Preferences(lock_minutes=3, week_start=WeekStart.SUNDAY, support_contacts="Alex\n0123"))
    vault._connection.run("UPDATE setting SET value = '\"thursday\"' WHERE name = 'week_start'")
    assert vault.settings.get() == Preferences(lock_minutes=3, support_contacts="Alex\n0123")
    for value in ("0", "61", "null", "[", "3.5"):
        vault._connection.run("UPDATE setting SET value = ? WHERE name = 'lock_minutes'", (value,))
        assert vault.settings.get() == Preferences(support_contacts="Alex\n0123")


def test_the_day_that_a_week_begins_on() -> None:
    """Days are numbered as Python numbers them, from Monday."""
    assert [day.first_weekday for day in WeekStart] == [0, 5, 6]


def test_somebody_is_edited_in_their_place(path: Path) -> None:
    """A new nickname, alias or name keeps the order; nobody takes another's nickname, and nobody comes back."""
    clock = [NOW]
    vault = new_vault(path, clock=lambda: clock[0])
    for nickname in ("Sam", "Alex"):
        clock[0] += dt.timedelta(seconds=1)
        vault.people.add(Person(nickname, is_self=nickname == "Sam"))
    vault.people.edit("ALEX", Person("Lex", is_self=True, alias="P", kept_out=("Smith", "Lexi")))
    assert vault.people.list() == (Person("Lex", True, "P", ("Smith", "Lexi")), Person("Sam"))
    vault.people.edit("Lex", Person("LEX"))
    assert vault.people.list() == (Person("Sam"), Person("LEX"))
    with pytest.raises(BadInput):
        vault.people.edit("Sam", Person("lex"))
    vault.people.remove("Sam")
    with pytest.raises(NotFound):
        vault.people.edit("Sam", Person("Robin"))
    assert vault.people.list() == (Person("LEX"),)
    vault.close()


def test_who_is_named_in_entries(vault: Vault) -> None:
    """Nicknames in entries that nobody has are there once; whoever is removed is still named in them."""
    vault.people.add(Person("Alex"))
    vault.entries.add(made("one", people=("alex", "Robin", "Éva")))
    vault.entries.add(made("two", people=("ROBIN", "Alex")))
    assert [name.casefold() for name in vault.people.named()] == ["robin", "éva"]
    vault.people.remove("Alex")
    assert [name.casefold() for name in vault.people.named()] == ["alex", "robin", "éva"]
