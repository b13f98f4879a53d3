"""Of random journals with random choices, no page of any format has a field, passage or name that wasn't released."""

import random
import re
from dataclasses import replace

import pytest

from journal.model.dates import When
from journal.model.entry import Kind, SharedPassage, Sharing
from journal.model.goal import Goal
from journal.model.homework import Assignment
from journal.model.rating import Moment, Rating
from journal.model.session import AgendaItem, AgendaKind, TherapySession
from journal.model.sharing import TASK, Audience, filled, passage_fields, with_audience_fields, with_audience_passages
from journal.summary import Format
from journal.summary.build import read
from journal.summary.lines import lines
from journal.vault.people import Person
from journal.vault.summary_choices import LineChoice, Rewording
from journal.vault.vault import Vault
from tests.making import AFTER_ALL, DAY, vault_open_to_all
from tests.markers import marked, marker
from tests.summary.reading import written

TODAY = When(AFTER_ALL.date())
ALIAS, NAME = "my partner", "Zebediah"
SENTENCES = ("first", "second", "third")


def field_of(name: str) -> str:
    """The field that a marker is of, which may be a part of one."""
    return name.partition(".")[0]


def filled_journal(vault: Vault, chance: random.Random, audience: Audience) -> tuple[set[str], set[str]]:
    """Fills a journal with random choices; returns the markers that may leave for an audience, and all there are."""
    may: set[str] = set()
    everything: set[str] = set()
    vault.people.add(Person("Alex", alias=ALIAS, kept_out=(NAME,)))
    task = vault.assignments.add(Assignment(title=marker("title"), instructions=marker("instructions")))
    everything |= {marker("title"), marker("instructions")}
    for kind in Kind:
        content, marks = marked(kind)
        marks = {name: mark for name, mark in marks.items() if name not in ("assignment", "zone", "scale")}
        sentences = [marker(f"{kind} {number}") for number in SENTENCES]
        text = " ".join(f"{NAME} said {mark}." for mark in sentences)
        content = replace(
            content, text=text, assignment=task.id, ratings=(Rating("tension", Moment.ONCE, 3),), flagged=True
        )
        marks.pop("text")
        everything |= {*marks.values(), *sentences}
        names = [name for name, _ in filled(content)]
        sharing = Sharing()
        for reader in Audience:
            chosen = frozenset(name for name in names if chance.random() < 0.4)
            passages = [SharedPassage("text", f"said {mark}") for mark in sentences if chance.random() < 0.4]
            sharing = with_audience_fields(sharing, reader, chosen)
            sharing = with_audience_passages(sharing, reader, passages)
            if reader is audience:
                may |= {mark for name, mark in marks.items() if field_of(name) in chosen}
                may |= {mark for mark in sentences if "text" in chosen or any(mark in one.text for one in passages)}
                may |= {marker("title")} if TASK in chosen else set()
        assert passage_fields(content)["text"] == text
        vault.entries.add(replace(content, sharing=sharing))
    for number, kind_of_item in enumerate(AgendaKind):
        vault.agenda.add(AgendaItem(text=marker(f"agenda {number}"), kind=kind_of_item, top=number == 0))
        everything.add(marker(f"agenda {number}"))
    vault.goals.add(Goal(wording=marker("goal"), baseline=3, smallest_sign=marker("sign")))
    vault.sessions.add(TherapySession(date=DAY, notes=marker("notes"), hard_to_say=marker("hard")))
    return may, everything | {marker(name) for name in ("goal", "sign", "notes", "hard")}


def choose(vault: Vault, chance: random.Random) -> None:
    """Switches some lines, and puts some into other words, for either reader."""
    for reader in Audience:
        offer = read(vault, reader, DAY, TODAY.date, TODAY).offer
        for line in (line for section in offer.sections for line in lines(section)):
            shown = chance.choice((None, None, True, False))
            wording: dict[str, Rewording] = {}
            if line.parts and chance.random() < 0.3:
                wording = {line.parts[0].name: Rewording(line.parts[0].words, f"reworded {reader} {NAME}")}
            vault.summary_choices.set(reader, line.key, LineChoice(shown, line.digest, wording), TODAY)


def check(vault: Vault, may: set[str], everything: set[str], audience: Audience, *forms: Format) -> None:
    """Renders the page and looks for what may not be on it."""
    draft = read(vault, audience, DAY, TODAY.date, TODAY)
    switched_on = {
        mark
        for section in draft.offer.sections
        for line in lines(section)
        if draft.choices.get(line.key, LineChoice()).shown
        for mark in everything
        if line.key.startswith(("agenda:", "goal:", "session:", "own:")) and mark in repr(line)
    }
    other = next(one for one in Audience if one is not audience)
    for form in forms:
        page = re.sub(r"[\s\u200b\u00ad]", "", written(draft.summary, form))
        assert not {mark for mark in everything - may - switched_on if mark in page}, form
        assert NAME.casefold() not in page.casefold(), form
        assert f"reworded{other}" not in page, form


_WRITTEN = (Format.MARKDOWN, Format.HTML, Format.TEXT)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(
    ("seed", "forms"), [*((seed, _WRITTEN) for seed in range(20)), *((seed, (Format.PDF,)) for seed in range(20, 24))]
)
def test_nothing_leaves_that_was_not_released(audience: Audience, seed: int, forms: tuple[Format, ...]) -> None:
    """Every field, every sentence and every record has a word of its own, and the page has only those it may have."""
    chance = random.Random(seed)
    with vault_open_to_all() as vault:
        may, everything = filled_journal(vault, chance, audience)
        choose(vault, chance)
        check(vault, may, everything, audience, *forms)
