"""An assignment as it is read: how it is going, what to do, the plan, what was changed and what was done."""

import datetime as dt
from collections.abc import Iterator

from journal.model.dates import short_date
from journal.model.homework import Adaptation, Assignment, state_in_words
from journal.model.reading import record_answers
from journal.model.records import Record
from journal.tui.screens.homework.exercise_page import THERAPIST_ONLY, safety_notes, variants
from journal.tui.screens.homework.reading import Care, Detail
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import Lead, listed, paragraph, table, title

ENTRY = "entry "  # what a line that leads to an entry begins with, before the id
RAISE, EARLIER, EASIER, SUPPORT, AGREEMENTS = "raise", "earlier", "easier", "support", "agreements"

_MOST_OCCASIONS = 200


def assignment_page(detail: Detail) -> Iterator[Block]:
    """The whole page of an assignment."""
    content = detail.assignment.content
    yield from title(content.heading, _about(content))
    if detail.exercise and detail.exercise.therapist_only:
        yield Block(THERAPIST_ONLY, "mark")
    yield Block(f"{detail.progress[:1].upper()}{detail.progress[1:]}")
    for fact in detail.facts:
        yield Block(fact, indent=2)
    if detail.care:
        yield from _care(detail, detail.care)
    if detail.waits:
        yield from paragraph("What to do", f"Folded away. {detail.waits}")
        yield Lead("The stages and what is agreed on them", indent=5, label="  g", to=AGREEMENTS)
    elif detail.exercise and content.instructions == detail.exercise.steps:
        yield from listed("What to do", detail.exercise.step_list, numbered=True)
    else:
        yield from paragraph("What to do", content.instructions)
    yield from safety_notes(detail.safety)
    yield from paragraph("If I start putting it off, I will", content.if_then)
    yield from paragraph("Why it matters", content.why)
    yield from table(_facts(detail))
    if rules := next((answer.text for answer in record_answers(content) if answer.name == "rules"), ""):
        yield from paragraph("Rules agreed", rules)
    yield from variants("Easier", content.easier, but=content.instructions)
    yield from variants("Harder", content.harder, but=content.instructions)
    for adaptation in reversed(content.adaptations):
        yield from _adaptation(adaptation, content.instructions)
    yield from _entries(detail)


def concealed_assignment(assignment: Record[Assignment]) -> Iterator[Block]:
    """What is shown of an assignment while titles are masked."""
    content = assignment.content
    yield from title(content.kind.label if content.kind else "Homework", content.state.label)
    yield Block("")
    yield Block("Titles are masked. Tab goes into this pane and shows what was written.", "quiet")


def _about(content: Assignment) -> str:
    return " · ".join(filter(None, (content.kind.label if content.kind else "", state_in_words(content))))


def _facts(detail: Detail) -> list[tuple[str, str]]:
    content = detail.assignment.content
    return [
        ("How often", _wanted(content)),
        ("Minutes", "" if content.minutes is None else str(content.minutes)),
        ("Suggested time", detail.exercise.time if detail.exercise else ""),
        ("With whom", content.mode.label if content.mode else ""),
        ("Stage", content.stage.label if content.stage else ""),
        ("Confidence", "" if content.confidence is None else f"{content.confidence} of 10"),
        ("Worth rating", ", ".join(one.label for one in detail.exercise.rate) if detail.exercise else ""),
        ("Assigned on", _date(content.assigned_on)),
        ("From the session of", _date(detail.session)),
    ]


def _wanted(content: Assignment) -> str:
    per = content.per.label if content.per else ""
    if content.wanted is None:
        return ""
    return f"{content.wanted} {per or ('time' if content.wanted == 1 else 'times')}"


def _date(date: dt.date | None) -> str:
    return short_date(date) if date else ""


def _raise(detail: Detail) -> Iterator[Block]:
    if latest := detail.latest:
        words = "It is noted to raise with my therapist" if latest.raised else "Raise it with my therapist"
        yield Lead(f"{words}: the entry of {short_date(latest.date)}", indent=5, label="  r", to=RAISE)


def _care(detail: Detail, care: Care) -> Iterator[Block]:
    content = detail.assignment.content
    yield Block("")
    yield Block("If it helps", "label")
    yield from _raise(detail)
    if care.earlier is not None:
        yield Lead("Look at an earlier exercise", indent=5, label="  b", to=EARLIER)
    elif content.easier:
        yield Lead("Make it easier", indent=5, label="  v", to=EASIER)
    yield Lead("The support page", indent=5, label="  F6", to=SUPPORT)


def _adaptation(adaptation: Adaptation, now: str) -> Iterator[Block]:
    change = f", {adaptation.change.label}" if adaptation.change else ""
    yield Block("")
    yield Block(f"Changed on {short_date(adaptation.on)}{change}", "label")
    ask = "yes" if adaptation.ask else ""
    rows = [
        ("To", "" if adaptation.what == now else adaptation.what),
        ("Why", adaptation.why),
        ("Ask my therapist", ask),
    ]
    if adaptation.what:
        rows.append(("Before", adaptation.instructions))
    yield from list(table(rows))[1:]


def _entries(detail: Detail) -> Iterator[Block]:
    occasions = detail.occasions
    if not occasions:
        return
    yield Block("")
    yield Block("Entries", "label")
    yield Block("Enter on a line, or a click, opens the entry in the Journal.", "quiet", indent=2)
    if not detail.care:
        yield from _raise(detail)
    for one in occasions[:_MOST_OCCASIONS]:
        outcome = one.outcome.label if one.outcome else "logged"
        yield Lead(f"{short_date(one.date):<16} {outcome}", indent=2, to=f"{ENTRY}{one.entry}")
    if len(occasions) > _MOST_OCCASIONS:
        yield Block(f"and {len(occasions) - _MOST_OCCASIONS:,} before that, in the Journal", "quiet", indent=2)
