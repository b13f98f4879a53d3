"""What a form begins with: something new, something saved, or the draft of either."""

import contextlib
from dataclasses import dataclass, replace
from typing import Generic, cast

from journal.clock import now
from journal.errors import NotFound
from journal.model.dates import short_date
from journal.model.entry import Entry, EntryContent, blank
from journal.model.exercise import Exercise
from journal.model.goal import GoalProgress
from journal.model.homework import STEPS, Assignment, State, prefilled, waits
from journal.model.records import Content, Record
from journal.safety.text import safe_line
from journal.tui.screens.form.fields import Link, Suggestions
from journal.tui.screens.form.form import F, FormState
from journal.vault.drafts import Draft
from journal.vault.vault import Vault

_LONGEST_TITLE = 60  # characters of an assignment where it is one of several to choose
_MOST_HOMEWORK = 12  # assignments to choose from, the latest; an entry of any other is begun from its homework
_MOST_SESSIONS = 6  # sessions that homework can come from, the latest
_FOLDED = "Until then, how it is done is folded away here; nothing of it is lost."


@dataclass(frozen=True)
class FormStart(Generic[F]):
    """The state that the form shows at first, and the one that needs no draft.

    `untouched` is None where something was to be edited that isn't in the journal any more: then everything is kept.
    `empty` is something new of this kind in which nothing was filled in yet, or only what its homework had filled in.
    `version` is that of what is edited, None for something new. `overtaken` says that it was changed after the draft of
    its edit was kept.
    """

    shown: FormState[F]
    untouched: FormState[F] | None
    empty: F
    draft: Draft | None
    suggestions: Suggestions
    version: int | None = None
    overtaken: bool = False


def form_start(
    vault: Vault, content: F, edits: str, draft: Draft | None, intro: str = "", *, masked: bool = False
) -> FormStart[F]:
    """Reads what a form begins with. An edit goes on with its draft, or else with what is saved now.

    With `masked`, homework to choose from is told by its kind and its day instead of by its title.
    """
    untouched: FormState[F] | None = FormState(content, {})
    version, overtaken = None, False
    if edits:
        draft = draft or vault.drafts.of_edit(edits)
        try:
            saved = _saved(vault, content, edits)
            content, version = cast(F, saved.content), saved.version
            untouched = FormState(content, {})
            overtaken = draft is not None and draft.updated < saved.updated
        except NotFound:
            untouched = None
    empty = _empty(vault, content)
    if draft and not edits:
        untouched = FormState(empty, {})
    shown = FormState(content, {})
    if draft and isinstance(draft.content, type(content)):
        shown = FormState(cast(F, draft.content), draft.unread)
    people = tuple(person.nickname for person in vault.people.list() if not person.is_self)
    suggestions = Suggestions(people, vault.entries.tags(), vault.scales(), intro=intro)
    if isinstance(shown.content, EntryContent):
        suggestions = _of_entry(vault, shown.content, suggestions, masked)
    elif isinstance(shown.content, Assignment):
        exercise = _exercise(vault, shown.content)
        suggestions = replace(
            suggestions, safety=exercise.safety if exercise else (), sessions=_sessions(vault, shown.content.session)
        )
        if why := waits(shown.content, vault.assignments.open_stages()):
            suggestions = replace(suggestions, intro=f"{why} {_FOLDED}", folded=STEPS)
    elif isinstance(shown.content, GoalProgress) and not masked:
        with contextlib.suppress(NotFound):
            suggestions = replace(suggestions, intro=safe_line(vault.goals.get(shown.content.goal).content.wording))
    return FormStart(shown, untouched, empty, draft, suggestions, version, overtaken)


def _saved(vault: Vault, content: EntryContent | Content, edits: str) -> Entry | Record[Content]:
    if isinstance(content, EntryContent):
        return vault.entries.get(edits)
    return vault.records_of(type(content)).get(edits)


def _empty(vault: Vault, content: F) -> F:
    if not isinstance(content, EntryContent):
        return type(content)()
    if content.assignment:
        with contextlib.suppress(NotFound):
            homework = vault.assignments.get(content.assignment)
            begun = prefilled(homework.content, homework.id, content.when)
            if begun.kind is content.kind:
                return cast(F, begun)
    return cast(F, blank(content.kind, content.when))


def _of_entry(vault: Vault, content: EntryContent, suggestions: Suggestions, masked: bool) -> Suggestions:
    """With the homework that the entry can belong to, and the scales that its exercise asks for."""
    found = vault.assignments.list()
    mine = next((one for one in found if one.id == content.assignment), None)
    offered = [one for one in found if one.content.state is State.OPEN and one is not mine][-_MOST_HOMEWORK:]
    homework = tuple(_choice(one, masked) for one in found if one is mine or one in offered)
    return replace(suggestions, rate=_rated(vault, mine.content) if mine else (), homework=homework)


def _sessions(vault: Vault, mine: str) -> tuple[Link, ...]:
    """The latest sessions, for homework to come from, and the one that it comes from by now."""
    past = vault.sessions.past(now(vault.clock()))
    offered = (*past[:_MOST_SESSIONS], *(one for one in past[_MOST_SESSIONS:] if one.id == mine))
    return tuple(Link(one.id, short_date(one.content.date)) for one in offered if one.content.date)


def _choice(assignment: Record[Assignment], masked: bool) -> Link:
    content = assignment.content
    title = safe_line(content.heading)[:_LONGEST_TITLE]
    if masked:
        kind = content.kind.label if content.kind else "Homework"
        title = f"{kind}, {short_date(content.assigned_on)}" if content.assigned_on else kind
    return Link(assignment.id, title)


def _rated(vault: Vault, assignment: Assignment) -> tuple[str, ...]:
    """What the exercise of an assignment asks to be rated."""
    exercise = _exercise(vault, assignment)
    return tuple(rated.value for rated in exercise.rate) if exercise else ()


def _exercise(vault: Vault, assignment: Assignment) -> Exercise | None:
    """The exercise that an assignment was made from, whatever its stage."""
    found = vault.shelf().known(assignment.exercise) if assignment.exercise else None
    return found.exercise if found else None
