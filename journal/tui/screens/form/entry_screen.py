"""Writing an entry."""

from dataclasses import replace
from typing import ClassVar

from textual import work

from journal.model.entry import EntryContent, Outcome, blank
from journal.model.homework import wants_care
from journal.tui.commands import Command, bindings
from journal.tui.screens.form.draft_keeper import DraftKeeper
from journal.tui.screens.form.entry import EntryForm
from journal.tui.screens.form.fields import Suggestions
from journal.tui.screens.form.form import Form, FormState
from journal.tui.screens.form.prompts import PromptsScreen, Taken
from journal.tui.screens.form.screen import FORM_COMMANDS, FormScreen
from journal.tui.screens.form.stop_here import StopHereScreen
from journal.tui.widgets.editor import TextEditor

_COMMANDS = (
    *FORM_COMMANDS[:2],
    Command("prompts", "f2", "Prompt", "Choose a prompt or the beginning of a sentence", priority=True),
    *FORM_COMMANDS[2:3],
    Command("stop_here", "f9", "Stop", "Record that it was stopped and should be talked about", priority=True),
    *FORM_COMMANDS[3:],
)


class EntryFormScreen(FormScreen[EntryContent]):
    """The form for an entry, with prompts, and two keys to stop here."""

    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    HINTS: ClassVar[dict[type, str]] = {TextEditor: "Tab goes on. F2 has prompts and beginnings of sentences."}

    def title_words(self, *, editing: bool) -> str:
        """The kind."""
        return f"{self._content.kind.label}, {'changes to an entry' if editing else 'new entry'}"

    def make_form(self, shown: FormState[EntryContent], suggestions: Suggestions) -> EntryForm:
        """The form of an entry."""
        return EntryForm(shown, suggestions, self.journal.today)

    def says_nothing(self, content: EntryContent) -> bool:
        """Whether nothing was filled in, or only what its homework had filled in; the date alone says nothing."""
        return content in (blank(content.kind, content.when), replace(self.empty, when=content.when))

    def words_after(self, content: EntryContent, words: str) -> str:
        """With a quiet offer where an entry tells of a stop, of pain or of limits that were not kept."""
        if not wants_care(content):
            return words
        raise_it = "" if content.flagged else " To raise it with your therapist, flag the entry."
        return f"{words}{raise_it} If it helps: F6 has the support page, and Homework has earlier exercises."

    @work(group="finish")
    async def action_stop_here(self) -> None:
        """Asks for a second key, then saves the entry as stopped early, to be talked about, and closes the form."""
        await self.finish(self._stop_here)

    async def _stop_here(self, _: Form[EntryContent], keeper: DraftKeeper[EntryContent]) -> bool:
        if not await self.app.push_screen_wait(StopHereScreen()):
            return False
        return await self.saved(
            keeper, lambda: keeper.save(_stopped), "Saved as stopped early, to raise with your therapist."
        )

    def action_prompts(self) -> None:
        """Offers prompts and beginnings of sentences."""

        def take(taken: Taken | None) -> None:
            if taken is not None and isinstance(self._form, EntryForm):
                use = self._form.take_scaffold if taken.is_scaffold else self._form.take_prompt
                use(taken.text)

        self.app.push_screen(PromptsScreen(), take)


def _stopped(state: FormState[EntryContent]) -> EntryContent:
    """The entry as stopped early, to be talked about. What was typed and can't be read goes below its text."""
    content = replace(state.content, outcome=Outcome.STOPPED_EARLY, flagged=True)
    if state.unread:
        typed = "\n".join(state.unread.values())
        content = replace(content, text=f"{content.text}\n\n{typed}" if content.text else typed)
    return content
