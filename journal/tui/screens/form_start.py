"""What a form begins with: a new entry, a saved one, or the draft of either."""

from dataclasses import dataclass

from journal.errors import NotFound
from journal.model.entry import EntryContent, blank
from journal.tui.screens.form import FormState
from journal.tui.screens.form_fields import Suggestions
from journal.vault.drafts import Draft
from journal.vault.vault import Vault


@dataclass(frozen=True)
class FormStart:
    """The state that the form shows at first, and the one that needs no draft.

    `untouched` is None where an entry was to be edited that isn't in the journal any more: then everything is kept.
    `overtaken` says that the entry was changed after the draft of its edit was kept.
    """

    shown: FormState
    untouched: FormState | None
    draft: Draft | None
    suggestions: Suggestions
    overtaken: bool = False


def form_start(vault: Vault, content: EntryContent, entry_id: str, draft: Draft | None) -> FormStart:
    """Reads what a form begins with. An edit goes on with its draft, or else with the entry as it is saved now."""
    untouched: FormState | None = FormState(content, {})
    overtaken = False
    if entry_id:
        draft = draft or vault.drafts.of_entry(entry_id)
        try:
            entry = vault.entries.get(entry_id)
            content = entry.content
            untouched = FormState(content, {})
            overtaken = draft is not None and draft.updated < entry.updated
        except NotFound:
            untouched = None
    elif draft:
        untouched = FormState(blank(draft.content.kind, draft.content.when), {})
    shown = FormState(draft.content, draft.unread) if draft else FormState(content, {})
    people = tuple(person.nickname for person in vault.people.list() if not person.is_self)
    return FormStart(shown, untouched, draft, Suggestions(people, vault.entries.tags()), overtaken)
