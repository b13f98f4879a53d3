"""A journal in which every field that takes text holds text that wants to do harm."""

from dataclasses import replace
from typing import Any

from journal.library import library
from journal.model.dates import When
from journal.model.entry import DETAILS, EntryContent, Kind, Mode, detail_fields
from journal.model.exercise import Exercise
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Adaptation, Assignment, Change
from journal.model.measures import Gad7, OutsideScore, OwnScale
from journal.model.rating import Moment, Rating
from journal.model.records import Content
from journal.model.sensate_focus import RuleSet, Stage, StageAgreement
from journal.model.session import AgendaItem, AgendaKind, TherapySession
from journal.model.shared_copy import SharedCopy
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.vault import Vault
from tests.conftest import NOW
from tests.hostile import HOSTILE_TEXTS
from tests.summary.made import all_shared

# At the beginning, so that it is drawn however little room there is: an escape sequence of each sort, C1, bidi, markup.
POISON = "\x1b]52;c;aGk=\x07\x9b2J\u202e\u2066[@click=app.quit]x[/][/y]\x00<script>alert(1)</script>"
MARK = "\u241b"  # what stands for an escape where text is drawn
_LONG = "\n".join((POISON, *(text for text in HOSTILE_TEXTS if len(text) < 1000)))
TODAY = NOW.date()
SHORT = TODAY.replace(month=4)


def _text(spec: FieldSpec) -> Any:
    match spec.input:
        case Input.LINE:
            return "24" if spec.decimal else POISON
        case Input.TEXT:
            return _LONG
        case Input.NAMES:
            return (POISON,)
        case Input.GROUP:
            return RuleSet(**_texts(spec.group))
    return None


def _texts(specs: tuple[FieldSpec, ...]) -> dict[str, Any]:
    return {spec.name: text for spec in specs if (text := _text(spec)) is not None}


def record(kind: type[Content], /, **more: Any) -> Any:
    """A record of a type with this text in every field that takes any."""
    return kind(**{**_texts(fields_of(kind)), **more})


def entry(kind: Kind, /, **more: Any) -> EntryContent:
    """An entry of a kind with this text in every field that takes any."""
    return EntryContent(
        when=When(TODAY),
        details=DETAILS[kind](**_texts(detail_fields(kind))),
        **{**_texts(fields_of(EntryContent)), **more},
    )


def poison(vault: Vault) -> None:
    """Fills a journal: everything that can be kept, with its history, a draft, the trash, and all of it shared."""
    change = Adaptation(on=TODAY, change=Change.EASIER, what=POISON, why=POISON, instructions=POISON)
    with vault.atomic():
        vault.people.add(Person(POISON, alias=POISON[:40], kept_out=(), is_self=True))
        words = dict.fromkeys(library().words, POISON)
        vault.settings.set(Preferences(lock_minutes=60, support_contacts=_LONG, words=words))
        session = vault.sessions.add(record(TherapySession, date=TODAY.replace(day=3))).id
        homework = vault.assignments.add(
            record(Assignment, kind=Kind.SENSATE_FOCUS, mode=Mode.PARTNERED, stage=Stage.NON_SEXUAL, session=session)
        )
        vault.assignments.edit(homework.id, replace(homework.content, adaptations=(change,)))
        vault.records_of(Exercise).add(record(Exercise, kind=Kind.EDUCATION))
        vault.agreements.add(record(StageAgreement, stage=Stage.GENITALS_INCLUDED, agreed_on=TODAY))
        for item in AgendaKind:
            vault.agenda.add(record(AgendaItem, kind=item))
        goal = vault.goals.add(record(Goal, baseline=2)).id
        vault.goal_progress.add(record(GoalProgress, goal=goal, date=TODAY, value=4))
        vault.scores.add(record(OutsideScore, date=TODAY))
        vault.gad7.add(Gad7(date=TODAY))
        scale = vault.own_scales.add(record(OwnScale)).id
        vault.shared_copies.add(SharedCopy(place=f"/nowhere/{POISON}", format="md", session=session))
        for kind in Kind:
            content = entry(kind, flagged=True, assignment=homework.id, ratings=(Rating(scale, Moment.ONCE, 3),))
            kept = vault.entries.add(all_shared(content))
            vault.entries.edit(kept.id, replace(kept.content, text=f"{_LONG} again"))
            vault.drafts.save(content)
        short = replace(entry(Kind.REFLECTION, text=POISON), when=When(SHORT))  # few enough words for a page
        vault.entries.add(all_shared(short))
        removed = vault.entries.add(entry(Kind.REFLECTION))
        vault.entries.move_to_trash(removed.id)
        vault.assignments.remove(vault.assignments.add(record(Assignment)).id)
