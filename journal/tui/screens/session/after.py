"""After a session: its notes, what was talked about, and where new homework comes from."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content as Text
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.errors import JournalError
from journal.model.dates import short_date
from journal.model.fields import FieldSpec
from journal.model.records import Content
from journal.model.session import TherapySession
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.tui.screens.form.fields import FormField, Suggestions
from journal.tui.screens.form.form import FormState
from journal.tui.screens.form.record import RecordForm
from journal.tui.screens.form.record_screen import RecordFormScreen
from journal.tui.screens.session.pages import LINE, agenda_pick
from journal.tui.screens.session.reading import MOST_FLAGGED, Session
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.lines import Lines
from journal.tui.widgets.pick_list import Pick, PickList
from journal.vault.agenda import AgendaLine
from journal.vault.vault import Vault

_FIRST = ("date", "attended", "notes", "pace")


class _NotesForm(RecordForm):
    """The fields of a session in the order in which they come to mind after it."""

    def first_field(self) -> FormField:
        """The notes."""
        return self.fields["notes"]

    def _specs(self) -> tuple[FieldSpec, ...]:
        specs = {spec.name: spec for spec in super()._specs()}
        return (*(specs.pop(name) for name in _FIRST), *specs.values())


class SessionNotesScreen(RecordFormScreen):
    """The form of a session that was."""

    def title_words(self, *, editing: bool) -> str:
        """Which session it is."""
        session = self._content
        date = session.date if isinstance(session, TherapySession) else None
        return f"After the session of {short_date(date)}" if date else super().title_words(editing=editing)

    def intro(self) -> str:
        """What is to be written."""
        return "What stays with you from it. Nothing is required: Ctrl-S goes on to what was talked about."

    def make_form(self, shown: FormState[Content], suggestions: Suggestions) -> RecordForm:
        """The form, with the notes ahead of what was written before the session."""
        return _NotesForm(shown, suggestions, self.journal.today)


_TALKED_COMMANDS = (
    Command("switch", "space", "Mark", "It was talked about, or it wasn't (Enter too)"),
    Command("all", "a", "", "Everything was talked about; once more: nothing was"),
    Command("save", "ctrl+s", "Save", "Save what was talked about; the rest stays on the agenda", priority=True),
    Command("homework", "w", "Homework", "Save, then assign homework from this session"),
    Command("close", "escape", "Back", "Go back and change nothing"),
)
_ABOUT = "Mark what was talked about. What isn't marked stays on the agenda for the next time."
_NOTHING = "Nothing is on the agenda. w goes on to homework."


class TalkedScreen(JournalScreen[bool]):
    """A checklist of the agenda for a session that was. It ends with True where homework is to be assigned next."""

    CSS_PATH = "session.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _TALKED_COMMANDS
    BINDINGS = bindings(_TALKED_COMMANDS)
    AUTO_FOCUS = "PickList"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lines: tuple[AgendaLine, ...] = ()
        self._before: frozenset[str] = frozenset()
        self._talked: frozenset[str] = frozenset()
        self._saving = False

    def compose(self) -> ComposeResult:
        """Which session, and its checklist."""
        date = self._session.content.date
        yield Static(Text(f"Session of {short_date(date)}" if date else "Session"), classes="heading")
        yield Static("", classes="about")
        yield PickList()
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads the agenda."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        def read(vault: Vault) -> tuple[tuple[AgendaLine, ...], tuple[AgendaLine, ...]]:
            return vault.agenda.talked_about(self._session.id), vault.agenda.open_items(MOST_FLAGGED)

        try:
            talked, still_open = await self.read(read)
        except JournalError as error:
            self.journal.complain(error)
            return
        self._lines = (*talked, *still_open)
        self._before = self._talked = frozenset(line.key for line in talked)
        self.query_one(".about", Static).update(Text(_ABOUT if self._lines else _NOTHING))
        self._show()

    def _show(self) -> None:
        self.query_one(PickList).show([self._pick(line) for line in self._lines])

    def _pick(self, line: AgendaLine) -> Pick:
        pick = agenda_pick(line, self.journal.today().year, masked=self.journal.preferences.masked)
        box = "[x]" if line.key in self._talked else "[ ]"
        return Pick(pick.id, f"{box} {pick.title}", note=pick.note)

    @on(PickList.Chosen)
    def action_switch(self) -> None:
        """Marks what is under the cursor, or takes the mark off."""
        if pick := self.query_one(PickList).highlighted:
            self._talked ^= {pick.id.removeprefix(LINE)}
            self._show()

    def action_all(self) -> None:
        """Marks everything, or nothing where everything is marked."""
        everything = frozenset(line.key for line in self._lines)
        self._talked = frozenset() if self._talked == everything else everything
        self._show()

    def action_save(self) -> None:
        """Saves what was talked about."""
        self._save(to_homework=False)

    def action_homework(self) -> None:
        """Saves, and goes on to homework."""
        self._save(to_homework=True)

    @work(group="write")
    async def _save(self, *, to_homework: bool) -> None:
        if self._saving:
            return
        self._saving = True
        session_id = self._session.id
        settled = [line for line in self._lines if line.key in self._talked - self._before]
        reopened = self._before - self._talked

        def save(vault: Vault) -> int:
            vault.agenda.reopen(session_id, *reopened)
            vault.agenda.settle(settled, session_id)
            return vault.agenda.open_count()

        try:
            left = await self.journal.vault.write(save)
        except JournalError as error:
            self._saving = False
            self.journal.complain(error)
            return
        self.journal.changed()
        if self._lines:
            self.journal.say(f"Saved. {_carried_over(left)}")
        self.dismiss(to_homework)

    def action_close(self) -> None:
        """Goes back and changes nothing."""
        self.dismiss(False)


def _carried_over(left: int) -> str:
    if not left:
        return "Nothing is left on the agenda."
    return "One thing stays on the agenda." if left == 1 else f"{left:,} things stay on the agenda."


_ASSIGN_COMMANDS = (
    Command("close", "escape", "Back", "Go back without assigning"),
    Command("choose(1)", "1", "", "Choose from the library"),
    Command("choose(0)", "2", "", "Write it in my own words"),
)


class AssignScreen(DialogScreen[bool | None]):
    """Where new homework comes from: True for the library, False for one's own words."""

    CSS_PATH: ClassVar = ["../dialogs.tcss", "session.tcss"]
    ACTIONS = _ASSIGN_COMMANDS
    BINDINGS = bindings(_ASSIGN_COMMANDS)
    AUTO_FOCUS = "OptionList"

    def __init__(self, session: str) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """The two ways."""
        with Vertical(classes="dialog"):
            yield Static(Text(f"Homework from the {self._session}"), classes="title")
            yield Lines(
                Option("1 From the library", id="1"),
                Option("2 In my own words", id="0"),
            )
            yield Static("Every field can be changed before it is saved.  Esc goes back.", classes="quiet")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(int(event.option.id or "0"))

    def action_choose(self, library: int) -> None:
        """Chooses a way."""
        self.dismiss(bool(library))
