"""Choices about the lines of a page: kept until the session is over, and apart for each reader."""

import datetime as dt

from journal.model.dates import When
from journal.model.session import TherapySession
from journal.model.sharing import Audience
from journal.vault.summary_choices import LineChoice, Rewording
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.making import DAY, made

MINE, JOINT = Audience.THERAPIST, Audience.JOINT
WORDS = LineChoice(True, wording={"text": Rewording("as it was", "as it is said")})


def test_choices_are_kept_apart_for_each_reader(vault: Vault) -> None:
    """They are there when the journal is opened again; one that says nothing is not kept."""
    vault.summary_choices.set(MINE, "one", WORDS, When(DAY))
    vault.summary_choices.set(JOINT, "one", LineChoice(False), When(DAY))
    vault.summary_choices.set(JOINT, "two", LineChoice(True), When(DAY))
    vault.summary_choices.set(JOINT, "two", LineChoice(), When(DAY))
    vault.close()
    again = Vault.open(vault.path, PASSPHRASE)
    assert again.summary_choices.get(MINE, When(DAY)) == {"one": WORDS}
    assert again.summary_choices.get(JOINT, When(DAY)) == {"one": LineChoice(False)}
    again.close()


def test_choices_hold_until_the_session_is_over(vault: Vault) -> None:
    """On its day they hold until its hour; from then on they are not used, and the next choice deletes them."""
    vault.sessions.add(TherapySession(date=DAY, time=dt.time(15)))
    before, after = When(DAY, dt.time(14, 59)), When(DAY, dt.time(15))
    vault.summary_choices.set(MINE, "one", WORDS, When(DAY - dt.timedelta(days=3)))
    assert vault.summary_choices.get(MINE, before) == {"one": WORDS}
    assert vault.summary_choices.get(MINE, after) == {}
    vault.summary_choices.set(JOINT, "two", LineChoice(True), after)
    assert [one.line for one in vault.summary_choices.list()] == ["two"]


def test_what_is_deleted_for_good_takes_other_words_along(vault: Vault) -> None:
    """They quote what they stand for; whether a line is shown stays."""
    entry = vault.entries.add(made("as it was"))
    vault.summary_choices.set(MINE, "one", WORDS, When(DAY))
    vault.summary_choices.set(MINE, "two", LineChoice(wording={"text": Rewording("as it was", "x")}), When(DAY))
    vault.entries.move_to_trash(entry.id)
    vault.entries.purge(entry.id)
    assert vault.summary_choices.get(MINE, When(DAY)) == {"one": LineChoice(True)}
    goal = vault.sessions.add(TherapySession(notes="as it was"))
    vault.summary_choices.set(MINE, "one", WORDS, When(DAY))
    vault.sessions.remove(goal.id)
    vault.record_trash.purge(goal.id)
    assert vault.summary_choices.get(MINE, When(DAY)) == {"one": LineChoice(True)}
