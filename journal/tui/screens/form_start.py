"""What a form begins with: something new, something saved, or the draft of either."""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, cast

from journal.errors import NotFound
from journal.model.entry import EntryContent, blank
from journal.model.homework import State
from journal.safety.text import safe_line
from journal.tui.screens.form import F, FormState
from journal.tui.screens.form_fields import Homework, Suggestions
from journal.vault.drafts import Draft
from journal.vault.vault import Vault

_LONGEST_TITLE = 60  # characters of an assignment where it is one of several to choose


@dataclass(frozen=True)
class FormStart(Generic[F]):
    """The state that the form shows at first, and the one that needs no draft.

    `untouched` is None where something was to be edited that isn't in the journal any more: then everything is kept.
    `overtaken` says that it was changed after the draft of its edit was kept.
    """

    shown: FormState[F]
    untouched: FormState[F] | None
    draft: Draft | None
    suggestions: Suggestions
    overtaken: bool = False


def form_start(vault: Vault, content: F, edits: str, draft: Draft | None, intro: str = "") -> FormStart[F]:
    """Reads what a form begins with. An edit goes on with its draft, or else with what is saved now."""
    untouched: FormState[F] | None = FormState(content, {})
    overtaken = False
    if edits:
        draft = draft or vault.drafts.of_edit(edits)
        try:
            content, updated = _saved(vault, content, edits)
            untouched = FormState(content, {})
            overtaken = draft is not None and draft.updated < updated
        except NotFound:
            untouched = None
    elif draft:
        untouched = FormState(_empty(content), {})
    shown = FormState(content, {})
    if draft and isinstance(draft.content, type(content)):
        shown = FormState(draft.content, draft.unread)
    people = tuple(person.nickname for person in vault.people.list() if not person.is_self)
    suggestions = Suggestions(people, vault.entries.tags(), vault.scales(), intro=intro)
    if isinstance(shown.content, EntryContent):
        suggestions = _of_entry(vault, shown.content, suggestions)
    return FormStart(shown, untouched, draft, suggestions, overtaken)


def _saved(vault: Vault, content: F, edits: str) -> tuple[F, dt.datetime]:
    if isinstance(content, EntryContent):
        entry = vault.entries.get(edits)
        return cast(F, entry.content), entry.updated
    record = vault.records_of(type(content)).get(edits)
    return cast(F, record.content), record.updated


def _empty(content: F) -> F:
    if isinstance(content, EntryContent):
        return cast(F, blank(content.kind, content.when))
    return type(content)()


def _of_entry(vault: Vault, content: EntryContent, suggestions: Suggestions) -> Suggestions:
    """With the homework that the entry can belong to, and the scales that its exercise asks for."""
    found = vault.assignments.list()
    mine = next((one.content for one in found if one.id == content.assignment), None)
    rate: tuple[str, ...] = ()
    if mine and mine.exercise:
        own = {one.id: one.content for one in vault.own_exercises.list()}
        exercise = own.get(mine.exercise)
        rate = tuple(rated.value for rated in exercise.rate) if exercise else ()
    homework = tuple(
        Homework(one.id, safe_line(one.content.heading)[:_LONGEST_TITLE])
        for one in found
        if one.content.state is State.OPEN or one.id == content.assignment
    )
    return Suggestions(suggestions.people, suggestions.tags, suggestions.scales, rate, homework, suggestions.intro)
