"""What keeps the journal safe on this machine and what doesn't, as it is found, and what to do about it."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from journal.doctor.finding import Finding, Level, unknown
from journal.doctor.inside import inside
from journal.doctor.surroundings import surroundings
from journal.doctor.words import in_all
from journal.errors import JournalError
from journal.safety.text import safe_line
from journal.tui.aside import aside
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.pick_list import Pick, PickList
from journal.vault.stopping import stoppable
from journal.vault.vault import Vault

_ABOUT = "The file and its newest backup are read to the end; nothing is changed. Enter shows what to do."
_LOOKING = "Looking …"
_PATIENCE = 10.0  # seconds until a disk that doesn't answer is given up
_SLOW = unknown("the folder", "It could not be looked at: the disk doesn't answer.", "Check the disk, and look again.")
_WORDS = {Level.GOOD: "good", Level.UNKNOWN: "?", Level.LOOK: "look", Level.BAD: "act now"}
_COMMANDS = (
    Command("tell", "w,enter", "What to do", "Show what was found whole, and what to do about it"),
    Command("again", "r", "Again", "Look again"),
    Command("close", "escape,q", "Back", "Go back; what is still being looked at is left"),
)


class DoctorScreen(JournalScreen[None]):
    """The findings one below the other, each with its level in a word, and below them what to do about one."""

    CSS_PATH = "doctor.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "PickList"

    @dataclass
    class Found(Message):
        """Something was looked at; None where that was all."""

        finding: Finding | None

    def __init__(self) -> None:
        super().__init__()
        self._findings: list[Finding] = []
        self._left = False
        self._tells = False

    def compose(self) -> ComposeResult:
        """What this is, how it stands, the findings, and what to do."""
        yield Static("Check the journal", classes="heading")
        yield Static(Content(_ABOUT), classes="about")
        yield PickList()
        yield Static("", id="advice")
        yield Static(_LOOKING, id="said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins to look."""
        self.query_one("#advice").display = False
        self._look()

    @work(group="look")
    async def _look(self) -> None:
        path = self.journal.path
        try:
            for finding in await aside(partial(_listed, path), _PATIENCE) or (_SLOW,):
                self.post_message(self.Found(finding))
            await self.journal.vault.at_length(self._look_inside)
        except JournalError as error:
            self._say(f"{error.message} {error.hint}", problem=True)
        else:
            self.post_message(self.Found(None))

    def _look_inside(self, vault: Vault) -> None:
        # On the thread of the vault, which the lock stops, and so does leaving this screen.
        with stoppable(lambda: self._left):
            for finding in inside(vault):
                self.post_message(self.Found(finding))

    @on(Found)
    def _show(self, message: Found) -> None:
        if message.finding is None:
            self._say(in_all(self._findings), problem=any(one.level is Level.BAD for one in self._findings))
            return
        self._findings.append(message.finding)
        picks = self.query_one(PickList)
        keep = picks.highlighted.id if picks.highlighted else ""
        picks.show([_pick(number, one) for number, one in enumerate(self._findings)], keep=keep)

    # What to do

    @on(PickList.Chosen)
    def action_tell(self) -> None:
        """Shows the finding under the cursor whole, and goes on to show those that the cursor comes to."""
        self._tells = True
        self._tell()

    @on(PickList.Highlighted)
    def _tell(self) -> None:
        pick = self.query_one(PickList).highlighted
        if not self._tells or pick is None:
            return
        one = self._findings[int(pick.id)]
        advice = one.advice or "There is nothing to do about it."
        shown = self.query_one("#advice", Static)
        shown.display = True
        shown.update(Content(f"{_WORDS[one.level].capitalize()}. {safe_line(one.found)}\n\n{safe_line(advice)}"))

    def action_again(self) -> None:
        """Looks again, once it is done."""
        if not any(worker.group == "look" and not worker.is_finished for worker in self.workers):
            self._findings, self._tells = [], False
            self.query_one(PickList).show([])
            self.query_one("#advice").display = False
            self._say(_LOOKING)
            self._look()

    def action_close(self) -> None:
        """Goes back."""
        self._left = True
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Lets what is still being looked at be."""
        self._left = True

    def _say(self, words: str, *, problem: bool = False) -> None:
        if self.is_attached:
            said = self.query_one("#said", Static)
            said.update(Content(safe_line(words)))
            said.set_class(problem, "-problem")


def _listed(path: Path) -> list[Finding]:
    return list(surroundings(path))


def _pick(number: int, one: Finding) -> Pick:
    title = f"{_WORDS[one.level]:<8} {one.about}: {safe_line(one.found)}"
    return Pick(str(number), title, quiet=one.level is Level.GOOD)
