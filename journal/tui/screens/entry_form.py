"""Writing an entry: the form, its draft, and saving it."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError, NotFound
from journal.model.dates import When, short_when
from journal.model.entry import Entry, EntryContent, Outcome, blank
from journal.safety.text import safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.draft_keeper import DraftKeeper
from journal.tui.screens.form import EntryForm, FormState
from journal.tui.screens.form_start import form_start
from journal.tui.screens.prompts import PromptsScreen, Taken
from journal.tui.screens.stop_here import StopHereScreen
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.line import LineInput
from journal.tui.widgets.options import OptionsInput
from journal.tui.widgets.rating import RatingInput
from journal.vault.drafts import Draft

_ARRIVE_WITHIN = 1.0  # seconds; a lock waits no longer than this for a field that is stuck
_KEEP_EVERY = 0.5  # seconds; with the write itself, well within the two seconds that a draft may lag

_COMMANDS = (
    Command("save", "ctrl+s", "Save", "Save the entry and close the form", priority=True),
    Command("close", "escape", "Back", "Leave the form; what was written stays as a draft"),
    Command("prompts", "f2", "Prompt", "Choose a prompt or the beginning of a sentence", priority=True),
    Command("next_section", "f3", "Next", "Go to the next part of the form", priority=True),
    Command("stop_here", "f9", "Stop", "Record that it was stopped and should be talked about", priority=True),
    Command("discard", "ctrl+d", "", "Discard this draft for good", priority=True),
)

_HINTS = {
    OptionsInput: "Arrows move, Space chooses or takes back, Backspace clears.",
    RatingInput: "A digit sets it, Left and Right change it, Backspace skips it. Down goes on.",
    TextEditor: "Tab goes on. F2 has prompts and beginnings of sentences.",
    LineInput: "Enter or Tab goes on. Right takes a suggestion.",
}
_DATE_HINT = "Such as 2026-05-01, today, yesterday, -3 for three days ago, or a weekday."
_TIME_HINT = "Such as 21:30 or 9pm, or empty."


class EntryFormScreen(JournalScreen[None]):
    """The form for a new entry, for an entry to edit, or for a draft to go on with.

    What is on it is kept as an encrypted draft while it is written, so that nothing that happens can lose more than the
    last seconds.
    """

    CSS_PATH = "entry_form.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self, content: EntryContent, *, entry_id: str = "", draft: Draft | None = None) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
        self._content = content
        self._entry_id = entry_id
        self._draft = draft
        self._status = Static("", id="status")
        self._hint = Static("", id="hint")
        self._form: EntryForm | None = None
        self.held_keys = []
        self._keeper: DraftKeeper | None = None
        self._edited = False
        self._keeping = False
        self._finishing = False
        self._finished = False

    def compose(self) -> ComposeResult:
        """A line on what is being written and whether it is kept, the form, a hint, and the keys."""
        what = "changes to an entry" if self._entry_id else "new entry"
        with Horizontal(id="head"):
            yield Static(Content(f"{self._content.kind.label}, {what}"), classes="what")
            yield self._status
        yield self._hint
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads what the form begins with, and begins to keep it."""
        self.load()
        self.set_interval(_KEEP_EVERY, self._keep_soon)

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Reads the draft and the entry, and shows the form."""
        content, entry_id, draft = self._content, self._entry_id, self._draft
        try:
            start = await self.journal.vault.read(lambda vault: form_start(vault, content, entry_id, draft))
        except JournalError as error:
            self.journal.complain(error)
            self._finished = True
            self._close_when_in_front()
            return
        form = EntryForm(start.shown, start.suggestions, self.journal.today)
        await self.mount(form, after="#head")
        self._form = form
        self._keeper = DraftKeeper(
            self.journal.vault, form.state, entry_id=entry_id, untouched=start.untouched, draft=start.draft
        )
        if start.draft:
            self._say(f"Going on with the draft of {_local(start.draft.updated)}")
        if start.overtaken:
            self.journal.say(
                "This entry was changed after the draft was kept. Saving puts the draft in its place, and the changed "
                "version into its history; Ctrl-D goes back to the changed one."
            )
        form.focus_first()
        self.app.call_later(self.journal.release_keys, self)  # behind the call that moves the focus

    # Keeping drafts

    @on(EntryForm.Edited)
    def _note_edit(self) -> None:
        self._edited = True

    def _keep_soon(self) -> None:
        if self._edited and not self._keeping:
            self._keeping = True
            self.run_worker(self._keep_quietly(), group="keep")

    async def _keep_quietly(self) -> None:
        with contextlib.suppress(JournalError):  # the reason is on the screen
            await self.keep()
        self._keeping = False

    async def keep(self) -> None:
        """Keeps what was written as a draft, at once. Raises what the vault raises; the text stays on the screen."""
        if self._keeper is None:
            return
        await self._let_keys_arrive()
        self._edited = False
        try:
            draft = await self._keeper.keep()
        except JournalError as error:
            self._edited = True  # the next turn tries again
            self._say(f"Not saved: {error.message}", problem=True)
            raise
        if draft:
            self._say(f"Draft kept {draft.updated.astimezone():%H:%M:%S}")
        elif self._status.has_class("-problem"):
            self._say("")

    async def _let_keys_arrive(self) -> None:
        """Waits until the keys pressed before this are in their field: a key like Ctrl-S overtakes them otherwise."""
        arrived = asyncio.Event()
        if self.focused is not None and self.focused.call_later(arrived.set):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(arrived.wait(), _ARRIVE_WITHIN)

    def _say(self, words: str, *, problem: bool = False) -> None:
        # A draft may still be kept when the screen is on its way out.
        if self._status.is_attached:
            self._status.update(Content(safe_line(words)))
            self._status.set_class(problem, "-problem")

    # Saving and leaving

    @work(group="finish")
    async def action_save(self) -> None:
        """Saves the entry and closes the form."""
        await self._finish(self._save)

    @work(group="finish")
    async def action_stop_here(self) -> None:
        """Asks for a second key, then saves the entry as stopped early, to be talked about, and closes the form."""
        await self._finish(self._stop_here)

    @work(group="finish")
    async def action_close(self) -> None:
        """Leaves the form; what was written stays as a draft."""
        await self._finish(self._leave)

    @work(group="finish")
    async def action_discard(self) -> None:
        """Deletes the draft after a question, and closes the form."""
        await self._finish(self._discard)

    async def _finish(self, way: Callable[[EntryForm, DraftKeeper], Awaitable[bool]]) -> None:
        """Goes one way of finishing, unless another is under way, and closes the form if that is the end of it."""
        if self._form is None or self._keeper is None or self._finishing:
            return
        self._finishing = True
        try:
            await self._let_keys_arrive()
            self._finished = await way(self._form, self._keeper)
        finally:
            self._finishing = False
        if self._finished:
            self.journal.changed()
            self._close_when_in_front()

    def on_screen_resume(self) -> None:
        """Closes the form if it was finished while another screen was in front, such as the blank one."""
        self._close_when_in_front()

    def _close_when_in_front(self) -> None:
        if self._finished and self.app.screen is self:
            self.dismiss(None)

    async def _save(self, form: EntryForm, keeper: DraftKeeper) -> bool:
        if form.state().unread:
            form.show_problems()
            self.journal.say("Something can't be read yet. It is kept in the draft; mend it, then save again.")
            return False
        written = form.state().content
        if not keeper.entry_id and written == blank(written.kind, written.when):
            self.journal.say("Nothing is filled in yet. One number or one word is enough.")
            return False
        return await self._saved(keeper, keeper.save, "Saved.")

    async def _stop_here(self, _: EntryForm, keeper: DraftKeeper) -> bool:
        if not await self.app.push_screen_wait(StopHereScreen()):
            return False
        return await self._saved(
            keeper, lambda: keeper.save(_stopped), "Saved as stopped early, to raise with your therapist."
        )

    async def _saved(self, keeper: DraftKeeper, save: Callable[[], Awaitable[Entry]], words: str) -> bool:
        try:
            await save()
        except NotFound:
            question = "The entry that this changes isn't in the journal any more. Save what is written as a new entry?"
            if not await self._confirmed(question, "Save as new", "Not now"):
                return False
            keeper.entry_id = ""
            return await self._saved(keeper, save, words)
        except JournalError as error:
            self._say(f"Not saved: {error.message}", problem=True)
            self.journal.complain(error)
            return False
        self.journal.say(words)
        return True

    async def _leave(self, _: EntryForm, keeper: DraftKeeper) -> bool:
        touched = keeper.is_touched
        try:
            await self.keep()
        except JournalError as error:
            question = f"This can't be kept as a draft. {error.message} Leave, and lose what was written?"
            return await self._confirmed(question, "Leave without it", "Stay here")
        if touched:
            self.journal.say("Kept as a draft. Today has it, to go on with.")
        return True

    async def _discard(self, _: EntryForm, keeper: DraftKeeper) -> bool:
        if keeper.is_touched:
            rest = "The entry stays as it was saved." if keeper.entry_id else "It can't be brought back."
            question = f"Discard what was written here and not saved? {rest}"
            if not await self._confirmed(question, "Discard it", "Keep it"):
                return False
        try:
            await keeper.discard()
        except JournalError as error:
            self.journal.complain(error)
            return False
        return True

    async def _confirmed(self, question: str, yes: str, no: str) -> bool:
        return await self.app.push_screen_wait(ConfirmScreen(question, yes, no))

    # Getting around

    def action_next_section(self) -> None:
        """Goes to the next part of the form."""
        if self._form is not None:
            self._form.focus_next_section()

    def action_prompts(self) -> None:
        """Offers prompts and beginnings of sentences."""

        def take(taken: Taken | None) -> None:
            if taken is not None and self._form is not None:
                use = self._form.take_scaffold if taken.is_scaffold else self._form.take_prompt
                use(taken.text)

        self.app.push_screen(PromptsScreen(), take)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Says which keys the field in focus takes."""
        hint = _HINTS.get(type(event.widget), "Enter opens and closes it.")
        if self._form is not None:
            hints = {"date": _DATE_HINT, "time": _TIME_HINT}
            for path, special in hints.items():
                if self._form.fields[path].widget is event.widget:
                    hint = special
        self._hint.update(Content(hint), layout=False)


def _stopped(state: FormState) -> EntryContent:
    """The entry as stopped early, to be talked about. What was typed and can't be read goes below its text."""
    content = replace(state.content, outcome=Outcome.STOPPED_EARLY, flagged=True)
    if state.unread:
        typed = "\n".join(state.unread.values())
        content = replace(content, text=f"{content.text}\n\n{typed}" if content.text else typed)
    return content


def _local(instant: dt.datetime) -> str:
    there = instant.astimezone()
    return short_when(When(there.date(), there.time()))
