"""The screen of a form: its draft is kept while it is written, and it is saved when it is done."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar, Generic

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content as Text
from textual.widgets import Static

from journal.errors import JournalError, MaybeSaved, NotFound, Overtaken, not_saved
from journal.model.dates import When, short_when
from journal.model.fields import Input
from journal.safety.text import safe_line
from journal.tui.commands import Command
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.draft_keeper import DraftKeeper
from journal.tui.screens.form.fields import Suggestions
from journal.tui.screens.form.form import F, Form, FormState
from journal.tui.screens.form.start import FormStart, form_start
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.line import LineInput
from journal.tui.widgets.options import OptionsInput
from journal.tui.widgets.rating import RatingInput
from journal.vault.drafts import Draft
from journal.vault.vault import Vault

_ARRIVE_WITHIN = 1.0  # seconds; a lock waits no longer than this for a field that is stuck
_KEEP_EVERY = 0.5  # seconds; with the write itself, well within the two seconds that a draft may lag

FORM_COMMANDS = (
    Command("save", "ctrl+s", "Save", "Save and close the form", priority=True),
    Command("close", "escape", "Back", "Leave the form; what was written stays as a draft"),
    Command("next_section", "f3", "", "Go to the next part of the form", priority=True),
    Command("discard", "ctrl+d", "", "Discard this draft for good", priority=True),
)

_HINTS = {
    OptionsInput: "Arrows move, Space or a digit chooses or takes back, Backspace clears.",
    RatingInput: "A digit sets it, Left and Right change it, Backspace skips it. Down goes on.",
    TextEditor: "Tab goes on.",
    LineInput: "Enter or Tab goes on. Right takes a suggestion.",
}
_HINTS_BY_INPUT = {
    Input.DATE: "Such as 2026-05-01, today, -3 for three days ago, +7, or a past weekday.",
    Input.TIME: "Such as 21:30 or 9pm, or empty.",
}


class FormScreen(JournalScreen[str | None], Generic[F]):
    """The form for something new, for something saved, or for a draft to go on with. It ends with the id it has then.

    What is on it is kept as an encrypted draft while it is written, so that nothing that happens can lose more than the
    last seconds. A subclass says which form it is.
    """

    CSS_PATH = Path(__file__).with_name("form.tcss")  # for subclasses in other folders too
    HINTS: ClassVar[dict[type, str]] = {}

    def __init__(self, content: F, *, edits: str = "", draft: Draft | None = None, draft_id: str = "") -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
        self._content = content
        self.empty = content
        self._edits = edits
        self._draft = draft
        self._draft_id = draft_id
        self._status = Static("", id="status")
        self._hint = Static("", id="hint")
        self._form: Form[F] | None = None
        self.held_keys = []
        self._keeper: DraftKeeper[F] | None = None
        self._edited = False
        self._keeping = False
        self._finishing = False
        self._finished = False
        self._saved_id: str | None = None

    # What a subclass says

    def title_words(self, *, editing: bool) -> str:
        """What is being written; overridden."""
        raise NotImplementedError

    def intro(self) -> str:
        """A word on what the form is for, or ""."""
        return ""

    def make_form(self, shown: FormState[F], suggestions: Suggestions) -> Form[F]:
        """The form; overridden."""
        raise NotImplementedError

    def says_nothing(self, content: F) -> bool:
        """Whether there is nothing in it that would be worth saving: no more than in `empty`."""
        return content == self.empty

    def words_after(self, content: F, words: str) -> str:
        """What is said when this was saved; `words` where there is nothing more to say."""
        return words

    # Opening

    def compose(self) -> ComposeResult:
        """A line on what is being written and whether it is kept, the form, a hint, and the keys."""
        with Horizontal(id="head"):
            yield Static(Text(self.title_words(editing=bool(self._edits))), classes="what")
            yield self._status
        yield self._hint
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads what the form begins with, and begins to keep it."""
        self.load()
        self.set_interval(_KEEP_EVERY, self._keep_soon)

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Reads the draft and what is saved, and shows the form."""
        content, edits, draft, intro = self._content, self._edits, self._draft, self.intro()
        masked = self.journal.preferences.masked

        def read(vault: Vault) -> FormStart[F]:
            return form_start(vault, content, edits, draft, intro, masked=masked)

        try:
            start = await self.read(read)
        except JournalError as error:
            self.journal.complain(error)
            self._finished = True
            self.dismiss(None)
            return
        self.empty = start.empty
        form = self.make_form(start.shown, start.suggestions)
        await self.mount(form, after="#head")
        self._form = form
        self._keeper = DraftKeeper(
            self.journal.vault,
            form.state,
            edits=edits,
            over=start.version,
            untouched=start.untouched,
            shown=start.shown,
            draft=start.draft,
            draft_id=self._draft_id,
        )
        if start.draft:
            self.say_status(f"Going on with the draft of {_local(start.draft.updated)}")
        if start.overtaken:
            self.journal.say(
                "This was changed after the draft was kept. Saving puts the draft in its place, and the changed "
                "version into its history; Ctrl-D goes back to the changed one."
            )
        if not form.is_attached:
            return  # it was closed meanwhile
        form.focus_first()
        self.app.call_later(self.journal.release_keys, self)  # behind the call that moves the focus

    # Keeping drafts

    @on(Form.Edited)
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
            self.say_status(f"{not_saved(error)}: {error.message}", problem=True)
            raise
        if draft:
            self.say_status(f"Draft kept {draft.updated.astimezone():%H:%M:%S}")
        elif self._status.has_class("-problem"):
            self.say_status("")

    async def _let_keys_arrive(self) -> None:
        """Waits until the keys pressed before this are in their field: a key like Ctrl-S overtakes them otherwise."""
        arrived = asyncio.Event()
        if self.focused is not None and self.focused.call_later(arrived.set):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(arrived.wait(), _ARRIVE_WITHIN)

    def say_status(self, words: str, *, problem: bool = False) -> None:
        """Says at the top whether what is written is kept."""
        # A draft may still be kept when the screen is on its way out.
        if self._status.is_attached:
            self._status.update(Text(safe_line(words)))
            self._status.set_class(problem, "-problem")

    # Saving and leaving

    @work(group="finish")
    async def action_save(self) -> None:
        """Saves and closes the form."""
        await self.finish(self._save)

    @work(group="finish")
    async def action_close(self) -> None:
        """Leaves the form; what was written stays as a draft."""
        await self.finish(self._leave)

    @work(group="finish")
    async def action_discard(self) -> None:
        """Deletes the draft after a question, and closes the form."""
        await self.finish(self._discard)

    async def finish(self, way: Callable[[Form[F], DraftKeeper[F]], Awaitable[bool]]) -> None:
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
            self.dismiss(self._saved_id)

    async def _save(self, form: Form[F], keeper: DraftKeeper[F]) -> bool:
        if form.state().unread:
            form.show_problems()
            self.journal.say("Something can't be read yet. It is kept in the draft; mend it, then save again.")
            return False
        if not keeper.edits and self.says_nothing(form.state().content):
            self.journal.say("Nothing is filled in yet. One number or one word is enough.")
            return False
        return await self.saved(keeper, keeper.save, "Saved.")

    async def saved(self, keeper: DraftKeeper[F], save: Callable[[], Awaitable[F]], words: str) -> bool:
        """Saves in this way and says so; False where it could not be saved, and the form stays."""
        try:
            content = await save()
        except NotFound:
            question = "What this changes isn't in the journal any more. Save what is written as something new?"
            if not await self._confirmed(question, "Save as new", "Not now"):
                return False
            keeper.edits = ""
            return await self.saved(keeper, save, words)
        except Overtaken as error:
            question = f"{error.message} Save what is written here in its place? The other goes into its history."
            if not await self._confirmed(question, "Save in its place", "Not now"):
                return False
            keeper.over = None
            return await self.saved(keeper, save, words)
        except JournalError as error:
            await self.refused(error)
            return False
        self._saved_id = keeper.edits
        self.journal.say(self.words_after(content, words))
        return True

    async def refused(self, error: JournalError) -> None:
        """Says why it could not be saved."""
        self.say_status(f"{not_saved(error)}: {error.message}", problem=True)
        self.journal.complain(error)

    async def _leave(self, _: Form[F], keeper: DraftKeeper[F]) -> bool:
        touched = keeper.is_touched
        try:
            await self.keep()
        except JournalError as error:
            kept = "may not be kept" if isinstance(error, MaybeSaved) else "can't be kept"
            question = f"This {kept} as a draft. {error.message} Leave, and lose what was written?"
            return await self._confirmed(question, "Leave without it", "Stay here")
        if touched:
            self.journal.say("Kept as a draft. Today has it, to go on with.")
        return True

    async def _discard(self, _: Form[F], keeper: DraftKeeper[F]) -> bool:
        if keeper.is_touched:
            rest = "What was saved stays as it is." if keeper.edits else "It can't be brought back."
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

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Says which keys the field in focus takes."""
        hints = _HINTS | self.HINTS
        hint = hints.get(type(event.widget), "Enter opens and closes it.")
        field = self._form.field_in_focus() if self._form is not None else None
        if field is not None and field.asks in _HINTS_BY_INPUT:
            hint = _HINTS_BY_INPUT[field.asks]
        self._hint.update(Text(hint), layout=False)


def _local(instant: dt.datetime) -> str:
    there = instant.astimezone()
    return short_when(When(there.date(), there.time()))
