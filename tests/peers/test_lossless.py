"""A journal that leaves as data and comes into an empty one is the same journal."""

import contextlib
import datetime as dt
import itertools
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.sensate_focus import Stage, StageAgreement
from journal.model.sharing import Audience
from journal.transfer.data import export_json
from journal.transfer.incoming.taking import Settled, take_data
from journal.transfer.reading import read_json
from journal.vault.people import Person
from journal.vault.summary_choices import LineChoice, Rewording
from journal.vault.taking import Taken
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.examples import few
from tests.journals import new_vault
from tests.making import AFTER_ALL, DAY
from tests.strategies import contents, lines, names, preferences, records

REWORDINGS = st.builds(Rewording, lines(), lines())
MINUTES = (When(DAY), When(DAY, dt.time(0, 0)), When(DAY, dt.time(21, 30), "Europe/Helsinki"))


@contextlib.contextmanager
def empty() -> Iterator[Vault]:
    """An empty journal, whose clock goes on by a second with every second look at it."""
    ticks = itertools.count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        vault = new_vault(path, clock=lambda: AFTER_ALL + dt.timedelta(seconds=next(ticks) // 2))
        yield vault
        vault.close()


def exported(vault: Vault) -> bytes:
    """Everything in a journal, as of one instant."""
    return b"".join(export_json(vault, NOW))


def filled(data: st.DataObject, vault: Vault) -> None:
    """Fills a journal with anything: entries that share minutes, edited, shared and thrown away, and all the rest."""
    for stage in Stage:
        vault.agreements.add(StageAgreement(stage=stage, agreed_on=DAY))
    minutes = st.none() | st.sampled_from(MINUTES)
    for content in data.draw(st.lists(contents(), max_size=5)):
        when = data.draw(minutes)
        vault.entries.add(replace(content, when=when or content.when))
    ids = [entry.id for entry in vault.entries.each()]
    for one in data.draw(st.lists(st.sampled_from(ids), max_size=4)) if ids else ():
        other = data.draw(contents())
        vault.entries.edit(one, replace(other, when=data.draw(minutes) or other.when))
        vault.entries.share(one, other.sharing)
    for one in data.draw(st.lists(st.sampled_from(ids), max_size=2, unique=True)) if ids else ():
        vault.entries.move_to_trash(one)
    for record in data.draw(st.lists(records(), max_size=4)):
        mine = vault.records_of(type(record))
        with contextlib.suppress(BadInput):  # such as a fourth at the top of the agenda
            added = mine.add(record)
            mine.edit(added.id, data.draw(records(type(record))))
            if data.draw(st.booleans()):
                mine.remove(added.id)
    for draft in data.draw(st.lists(contents() | records(), max_size=3)):
        edits = data.draw(st.sampled_from(["", *ids]))
        vault.drafts.save(draft, edits=edits, unread=data.draw(st.dictionaries(lines(), lines(), max_size=2)))
    for nickname in data.draw(st.lists(lines(least=1), max_size=4)):
        vault.people.add(Person(nickname, data.draw(st.booleans()), data.draw(lines()), data.draw(names())))
    for line in data.draw(st.lists(lines(), max_size=3)):
        shown, wording = (
            data.draw(st.none() | st.booleans()),
            data.draw(st.dictionaries(lines(), REWORDINGS, max_size=2)),
        )
        audience = data.draw(st.sampled_from(Audience))
        vault.summary_choices.set(audience, line, LineChoice(shown, "seen", wording), When(DAY))
    vault.settings.set(data.draw(preferences()))


@settings(max_examples=few(8))
@given(data=st.data())
def test_a_journal_comes_back_as_it_was(data: st.DataObject) -> None:
    """Export, import into an empty journal, export: the same bytes; and once more, everything is known already."""
    with empty() as source, empty() as target:
        with source.atomic():
            filled(data, source)
        out = exported(source)
        file = read_json(out)
        would = take_data(target, file, dry=True)
        assert exported(target) != out
        report = take_data(target, file, dry=False)
        assert exported(target) == out
        assert report == would and report.paused == 0
        assert {taken for counts in report.counts.values() for taken in counts} <= {Taken.NEW}
        assert report.settings in (Settled.TAKEN, Settled.SAME)

        again = take_data(target, file, dry=False)
        assert {taken for counts in again.counts.values() for taken in counts} <= {Taken.KNOWN}
        assert (again.new, again.settings) == (0, Settled.SAME)
        assert exported(target) == out
