"""The practice timer."""

import contextlib
from dataclasses import replace
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from journal import clock
from journal.errors import JournalError, NotFound
from journal.model.entry import Ending, blank
from journal.model.homework import Assignment, prefilled
from journal.model.records import Record
from journal.model.timer import MOST_MINUTES, MOST_TURNS, Face, Practice, logged, planned
from journal.tui.commands import Command, bindings
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.kinds import KindsScreen
from journal.tui.screens.timer.keys import PRACTICE_COMMANDS, PracticeScreen
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.stepper import Stepper
from journal.vault.drafts import Draft
from journal.vault.vault import Vault

_COMMANDS = (
    Command("begin", "enter", "Begin", "Begin the practice"),
    *PRACTICE_COMMANDS,
    Command("log", "enter", "Log", "Log the practice, with its minutes filled in"),
    Command("put_away", "d", "Leave unlogged", "Leave the practice unlogged, after a question"),
    Command("close", "escape", "Back", "Go back; the practice goes on, and F7 comes back to it"),
)
_ONLY_WHILE = {"begin": "-begin", "log": "-ended", "put_away": "-ended"}
_HINT = "Arrows or digits set a number. It runs on by itself, and the lock leaves it running."
_EARLIER = "This is an earlier practice; another can begin after it. "
_OFFER = "Enter logs it, with this filled in. Esc leaves that for later; F7 comes back here."


class TimerScreen(PracticeScreen[None]):
    """Sets up a practice, shows its face while it runs, and offers to log it at its end.

    A practice that is there already is shown, whatever the assignment.
    """

    CSS_PATH = "timer.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self, assignment: Record[Assignment] | None = None) -> None:
        super().__init__()
        self._wanted = planned(assignment.content, assignment.id) if assignment else planned()
        self._assignment = assignment
        self._minutes = Stepper(self._wanted.minutes, MOST_MINUTES)
        self._turns = Stepper(self._wanted.turns, MOST_TURNS)

    def compose(self) -> ComposeResult:
        """The set-up, the face, and what is offered at the end; one of them is shown."""
        with Vertical(id="begin"):
            yield Static("Practice timer", classes="title")
            with Horizontal():
                yield Static("Minutes each turn", classes="label")
                yield self._minutes
            with Horizontal():
                yield Static("Turns", classes="label")
                yield self._turns
            with Horizontal():
                yield Static("Bell (b)", classes="label")
                yield Static(id="bell")
            yield Static(_HINT, classes="quiet")
        yield from self.compose_face()
        earlier = _EARLIER if self._assignment and self.practice else ""
        yield Static(earlier + _OFFER, id="ended")
        yield KeyLine()

    # What is shown

    def on_mount(self) -> None:
        """Takes the bell as it is set."""
        self._wanted = replace(self._wanted, bell=self.journal.preferences.bell)

    def changed_over(self) -> None:
        """Shows the set-up, the face alone, or the face with what is offered at the end."""
        for part, shown in (
            ("-begin", self.face is None),
            ("-running", self.runs),
            ("-ended", self.face is not None and self.face.over),
        ):
            self.set_class(shown, part)
        self._show_bell()
        # Keys go to the screen itself, but in the set-up.
        self.set_focus(self._minutes if self.face is None else None)

    def state_words(self, face: Face) -> str:
        """What is said below the digits; at the end, how long it was."""
        practice = self.practice
        if not face.over or practice is None:
            return super().state_words(face)
        minutes = "1 minute" if face.minutes == 1 else f"{face.minutes} minutes"
        if not face.minutes:
            minutes = "less than a minute"
        if practice.stopped_at is None:
            return f"The practice has ended: {minutes}."
        if practice.ending is Ending.AS_PLANNED:
            return f"Ended as planned, after {minutes}."
        return f"Stopped after {minutes}.\nStopping early counts."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each part has its own keys; the bell has one in the set-up too."""
        if action in _ONLY_WHILE:
            return self.has_class(_ONLY_WHILE[action])
        return True if action == "bell" and self.face is None else super().check_action(action, parameters)

    # The set-up

    @on(Stepper.Changed)
    def _stepped(self, event: Stepper.Changed) -> None:
        event.stop()
        self._wanted = replace(self._wanted, minutes=self._minutes.value, turns=self._turns.value)

    def action_begin(self) -> None:
        """Begins."""
        self.journal.practising.begin(self._wanted)

    def action_bell(self) -> None:
        """Switches the bell, of the practice to come as well."""
        if self.face is None:
            self._wanted = replace(self._wanted, bell=not self._wanted.bell)
            self._show_bell()
        else:
            super().action_bell()

    def _show_bell(self) -> None:
        self.query_one("#bell", Static).update("on" if self._wanted.bell else "off")

    # The end

    @work(group="log", exclusive=True)
    async def action_log(self) -> None:
        """Opens the form for an entry with what the timer knows; one that was begun is gone on with."""
        shown, practising = self.practice, self.journal.practising
        if shown is None or shown.started is None:
            return
        try:
            practice, assignment, draft = await self.journal.vault.write(partial(_begin_to_log, shown))
        except NotFound as error:
            practising.forget()
            self.journal.complain(error)
            return
        except JournalError as error:
            self.journal.complain(error)
            return
        practising.practice = practice
        if draft is not None:
            self.journal.go_on_with(draft, self._saved)
            return
        when = clock.now(shown.started)
        if assignment is not None:
            content = prefilled(assignment.content, assignment.id, when)
        else:
            kind = await self.app.push_screen_wait(KindsScreen())
            if kind is None:
                return
            content = blank(kind, when)
        self.journal.write_prepared(logged(content, practice, practising.now()), practice.draft, self._saved)

    def _saved(self, entry_id: str | None) -> None:
        if entry_id is not None:
            self.journal.practising.forget()
            self.dismiss(None)

    @work(group="log", exclusive=True)
    async def action_put_away(self) -> None:
        """Leaves it unlogged."""
        question = "Leave this practice unlogged? Its minutes are not kept then."
        if await self.app.push_screen_wait(ConfirmScreen(question, "Leave it unlogged")):
            self.journal.practising.clear()
            self.dismiss(None)

    def action_close(self) -> None:
        """Goes back; what runs goes on, and what has ended waits."""
        if self.face is not None and self.face.over:
            self.journal.practising.waits = True
        self.dismiss(None)


def _begin_to_log(practice: Practice, vault: Vault) -> tuple[Practice, Record[Assignment] | None, Draft | None]:
    """The practice as it is logged; its homework, unless that is gone, and the draft if it was begun."""
    assignment, draft = None, None
    practice = vault.practice.begin_log(practice)
    with contextlib.suppress(NotFound):
        assignment = vault.assignments.get(practice.assignment)
    with contextlib.suppress(NotFound):
        draft = vault.drafts.get(practice.draft)
    return practice, assignment, draft
