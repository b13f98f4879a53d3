"""What the timer's own screen and the lock have in common: the face of a practice, and the keys that act on it."""

from typing import TypeVar

from textual.app import ComposeResult

from journal.model.entry import Ending
from journal.model.timer import Face, Practice
from journal.tui.commands import Command
from journal.tui.screens.base import JournalScreen
from journal.tui.widgets.practice_face import PracticeFace

R = TypeVar("R")

PRACTICE_COMMANDS = (
    Command("rest", "space", "Pause", "Pause the practice"),
    Command("go_on", "space", "Go on", "Go on with the practice after the pause"),
    Command("swap", "s", "Swap", "Swap now, and begin the next turn"),
    Command("stop", "x", "Stop", "Stop the practice before its end; stopping counts"),
    Command("bell", "b", "", "Switch the bell of this practice on or off"),
)
_WHILE_IT_RUNS = frozenset({"stop", "bell"})


class PracticeScreen(JournalScreen[R]):
    """A screen with the face of the practice on it. It shows no word of what is practised."""

    face: Face | None = None

    def compose_face(self) -> ComposeResult:
        """The face."""
        yield PracticeFace()

    def on_mount(self) -> None:
        """Follows the practice from now on."""
        self.journal.practising.shown.subscribe(self, self.show_face)
        self.show_face(self.journal.practising.face())
        self.changed_over()

    @property
    def practice(self) -> Practice | None:
        """The practice of the app."""
        return self.journal.practising.practice

    @property
    def runs(self) -> bool:
        """Whether a practice is shown that has not ended."""
        return self.face is not None and not self.face.over

    def show_face(self, face: Face | None) -> None:
        """Shows what the practice is now; None where there is none."""
        before = self.face
        self.face = face
        if face is not None:
            self.query_one(PracticeFace).show(face, self.state_words(face))
        if (before and before.over) != (face and face.over):
            self.changed_over()
        self.refresh_bindings()

    def changed_over(self) -> None:
        """Shows another part of the screen when the practice began or ended; overridden."""

    def state_words(self, face: Face) -> str:
        """What is said below the digits."""
        bell = "Bell on" if self.practice and self.practice.bell else ""
        return "Paused" if face.paused else bell

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the timer are there while it runs, and the one to swap while there is a turn to swap to."""
        if action in _WHILE_IT_RUNS:
            return self.runs
        if action in ("rest", "go_on"):
            return self.face is not None and not self.face.over and self.face.paused is (action == "go_on")
        if action == "swap":
            return self.face is not None and not self.face.over and self.face.turn < self.face.turns
        return True

    # Keys

    def action_rest(self) -> None:
        """Pauses."""
        self.journal.practising.rest_or_go_on()

    def action_go_on(self) -> None:
        """Goes on after a pause."""
        self.journal.practising.rest_or_go_on()

    def action_swap(self) -> None:
        """Begins the next turn."""
        self.journal.practising.swap()

    def action_bell(self) -> None:
        """Switches the bell."""
        self.journal.practising.switch_bell()

    def action_stop(self) -> None:
        """Asks how it ended; the time goes to the moment at which this was asked."""
        from journal.tui.screens.timer.ending import HowItEndedScreen

        at = self.journal.practising.now()

        def answered(ending: Ending | None) -> None:
            if ending is not None:
                self.journal.practising.stop(ending, at)

        self.app.push_screen(HowItEndedScreen(), answered)
