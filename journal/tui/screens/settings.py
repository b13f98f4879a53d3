"""The settings of the journal."""

import asyncio
from dataclasses import fields, replace
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Collapsible, Static

from journal.errors import BadInput, JournalError, not_saved
from journal.library import library
from journal.model.fields import FieldSpec, Guard, Input, fields_of
from journal.tui.commands import BACKUPS, DOCTOR, END, PASSPHRASE, SHEET, Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.fields import FormField, Suggestions, field_of
from journal.tui.screens.form.form import Form, FormState
from journal.tui.widgets.field import FieldRow
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.line import LineInput
from journal.vault.settings import Preferences

_COMMANDS = (
    Command("close", "escape", "Back", "Go back; what was set is kept"),
    replace(BACKUPS, footer="Backups"),
    replace(PASSPHRASE, footer="Passphrase"),
    SHEET,
    DOCTOR,
    END,
)
_KEEP_AFTER = 0.3  # seconds without a key, so that a text is not kept letter by letter
_INTRO = (
    "All of it is kept as soon as it is set, inside the journal. F4 has the people: nicknames, and names that no "
    "summary shows. F3 makes a recovery sheet. F12 checks the journal and its backups."
)
_WORDS_INTRO = (
    "Your word stands in place of the program's wherever its own texts are read: exercises, homework made from them, "
    "prompts and plain words. Titles, safety notes and whatever you wrote stay as they are, and no summary has them."
)
_WORD = "words."  # what the path of a word's field begins with, before its term


class SettingsForm(Form[Any]):
    """The preferences of a journal. What is left empty stays as it was."""

    def compose(self) -> ComposeResult:
        """The fields in the order their class declares them."""
        yield Static(Content(_INTRO), classes="intro")
        with Vertical(classes="section"):
            for spec in fields_of(Preferences):
                if spec.input is Input.NUMBER:
                    yield self.add(_number_field(spec, getattr(self.given, spec.name)))
                else:
                    yield from self.ask([spec], self.given)
            # Folded away even where there are some, since others may see the screen.
            with Collapsible(title="Words I use for my body"):
                yield Static(Content(_WORDS_INTRO), classes="intro")
                for term, meaning in library().words.items():
                    yield self.add(self._word_field(term, meaning))

    def content(self) -> Preferences:
        """The preferences that the answers make."""
        made: Preferences = self.answered(fields_of(Preferences), self.given)
        unset = {one.name: getattr(self.given, one.name) for one in fields(made) if getattr(made, one.name) is None}
        return replace(made, words=self._words(), **unset)

    def _word_field(self, term: str, meaning: str) -> FormField:
        spec = FieldSpec(_WORD + term, term.capitalize(), f"{meaning.capitalize()}.", Guard.OPEN, Input.LINE)
        return field_of(spec, spec.name, self.given.words.get(term, ""), None, self.suggestions, self.today)

    def _words(self) -> dict[str, str]:
        """The words for every term, those included that only another version asks for; an emptied one is taken out."""
        typed = {term: self.fields[_WORD + term].value for term in library().words}
        return {term: word for term, word in (self.given.words | typed).items() if word.strip()}


class SettingsScreen(JournalScreen[None]):
    """A form over the preferences that takes effect as it is filled in."""

    CSS_PATH = "form/form.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
        self._shown = Preferences()  # as the form has them
        self._status = Static("", id="status")

    def compose(self) -> ComposeResult:
        """What this is, whether it is kept, and the form."""
        self._shown = self.journal.preferences
        with Horizontal(id="head"):
            yield Static("Settings", classes="what")
            yield self._status
        yield SettingsForm(FormState(self._shown, {}), Suggestions(), self.journal.today)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins at the top."""
        self.query_one(SettingsForm).focus_first()

    @on(Form.Edited)
    @work(group="keep", exclusive=True)
    async def _keep_soon(self) -> None:
        await asyncio.sleep(_KEEP_AFTER)
        try:
            await self.keep()
        except JournalError as error:
            self._say(f"{not_saved(error, done='kept')}.", problem=True)
            self.journal.complain(error)

    async def keep(self) -> None:
        """Keeps what is set and lets it take effect. Raises what the vault raises."""
        state = self.query_one(SettingsForm).state()
        wanted = state.content
        self._say("Something can't be read yet; it stays as it was." if state.unread else "", problem=True)
        shown = self._shown
        if wanted != shown:
            self.journal.preferences = await self.journal.vault.write(
                lambda vault: vault.settings.set(wanted, over=shown)
            )
            self._shown = wanted
            self.journal.changed()
            if not state.unread:
                self._say("Kept.")

    @work(group="close", exclusive=True)
    async def action_close(self) -> None:
        """Keeps what is set and goes back."""
        self.workers.cancel_group(self, "keep")
        try:
            await self.keep()
        except JournalError as error:
            question = f"What is set here can't be kept. {error.message} Leave, and let it be as it was?"
            if await self.app.push_screen_wait(ConfirmScreen(question, "Leave", "Stay here")):
                self.dismiss(None)
            return
        if self.query_one(SettingsForm).state().unread:
            self.journal.say("A number can't be read, and stays as it was.")
        self.dismiss(None)

    def _say(self, words: str, *, problem: bool = False) -> None:
        if self._status.is_attached:  # what is set may still be kept when the screen is on its way out
            self._status.update(Content(words))
            self._status.set_class(problem and bool(words), "-problem")


def _number_field(spec: FieldSpec, given: int) -> FormField:
    line = LineInput(str(given), select_on_focus=True)

    def read(answer: str) -> int:
        typed = answer.strip()
        if not typed:
            return given
        if typed.isascii() and typed.isdecimal() and spec.lowest <= int(typed[:9]) <= spec.highest:
            return int(typed)
        hint = f"Write a whole number from {spec.lowest} to {spec.highest}."
        raise BadInput("That can't be read.", hint)

    return FormField(
        spec.name, FieldRow(spec.label, line, spec.help, classes=("-short",)), line, given, str(given), read
    )
