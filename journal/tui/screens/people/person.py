"""The form for a person: the nickname, the alias, and the names that no summary shows."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError
from journal.model.fields import FieldSpec, Guard, Input
from journal.safety.text import safe
from journal.summary.name_rules import advice, example, faults
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.form.fields import Suggestions
from journal.tui.screens.form.form import Form, FormState
from journal.tui.widgets.key_line import KeyLine
from journal.vault.people import Person
from journal.vault.vault import Vault

_COMMANDS = (
    Command("save", "ctrl+s", "Save", "Save and go back", priority=True),
    Command("close", "escape", "Back", "Go back, after a question where something was changed"),
)
_INTRO = "In a summary, these names are replaced; in the journal nothing changes."
_SPECS = (
    FieldSpec("nickname", "Nickname", "What you call them in the journal.", Guard.OPEN, Input.LINE),
    FieldSpec("alias", "In a summary, say", "May be empty: then the nickname stays.", Guard.OPEN, Input.LINE),
    FieldSpec(
        "kept_out",
        "Names to keep out",
        "With commas between: full names, surnames, other spellings. Endings such as ’s are known.",
        Guard.OPEN,
        Input.NAMES,
    ),
    FieldSpec("is_self", "This is me", "Your summaries begin with your alias or nickname.", Guard.OPEN, Input.YES_NO),
)


class PersonForm(Form[Any]):
    """What is asked of a person, and below it what becomes of the names."""

    def compose(self) -> ComposeResult:
        """The fields, an example of what they do, and what can't be kept or is worth knowing."""
        yield Static(Content(_INTRO), classes="intro")
        with Vertical(classes="section"):
            yield from self.ask(_SPECS, self.given)
        yield Static("", id="example", classes="intro")
        yield Static("", id="worth", classes="intro")

    def content(self) -> Person:
        """The person that the answers make."""
        made: Person = self.answered(_SPECS, self.given)
        return replace(made, nickname=_tidy(made.nickname), alias=_tidy(made.alias))


class PersonScreen(JournalScreen[Person | None]):
    """The form over somebody. It ends with the person as saved, or None."""

    CSS_PATH = Path(__file__).parent.with_name("form") / "form.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self, person: Person, known_as: str, others: Iterable[Person]) -> None:
        """`known_as` is the nickname that is edited, or "" for somebody who is added."""
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
        self._given, self._known_as, self._others = person, known_as, tuple(others)
        self._status = Static("", id="status")

    def compose(self) -> ComposeResult:
        """What this is, what can't be saved yet, and the form."""
        with Horizontal(id="head"):
            yield Static("Edit a person" if self._known_as else "Add a person", classes="what")
            yield self._status
        yield PersonForm(FormState(self._given, {}), Suggestions(), self.journal.today)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins at the nickname."""
        self.query_one(PersonForm).focus_first()
        self._given = self._person  # as the form reads it
        self._explain()

    @property
    def _person(self) -> Person:
        person: Person = self.query_one(PersonForm).state().content
        return person

    @on(Form.Edited)
    def _explain(self) -> None:
        """Shows what becomes of the names that are typed."""
        person = self._person
        found = faults(person, self._others) if person != Person("") else ()  # nothing is typed yet
        self.query_one("#example", Static).update(Content("" if found else safe(example(person))))
        self.query_one("#worth", Static).update(Content("" if found else advice(person)))
        self._say(found[0] if found else "")

    async def keep(self) -> None:
        """Saves what was typed where it can be, so that the lock loses nothing."""
        person = self._person
        if person != self._given and not faults(person, self._others):
            await self._store(person)

    async def _store(self, person: Person) -> None:
        await self.journal.vault.write(lambda vault: _save(vault, self._known_as, person))
        self._given, self._known_as = person, person.nickname
        self.journal.changed()

    @work(group="write", exclusive=True)
    async def action_save(self) -> None:
        """Saves and goes back; what can't be saved is said at the top."""
        person = self._person
        if found := faults(person, self._others):
            self._say(found[0])
            return
        try:
            await self._store(person)
        except JournalError as error:
            self.journal.complain(error)
            return
        self.dismiss(person)

    def action_close(self) -> None:
        """Goes back; where something was changed, a question comes first."""

        def answered(leave: bool | None) -> None:
            if leave:
                self.dismiss(None)

        if self._person == self._given:
            self.dismiss(None)
        else:
            question = "What was changed here is not saved. Leave it?"
            self.app.push_screen(ConfirmScreen(question, "Leave", "Stay here"), answered)

    def _say(self, words: str) -> None:
        if self._status.is_attached:
            self._status.update(Content(words))
            self._status.set_class(bool(words), "-problem")


def _save(vault: Vault, known_as: str, person: Person) -> None:
    if known_as:
        vault.people.edit(known_as, person)
    else:
        vault.people.add(person)


def _tidy(name: str) -> str:
    return " ".join(name.split())
