"""How a practice ended."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.model.entry import Ending
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.lines import Lines

_COMMANDS = (
    Command("close", "escape", "Go on", "Go on with the practice"),
    *(Command(f"choose('{ending}')", str(n), "", f"It ended: {ending.label}") for n, ending in enumerate(Ending, 1)),
)


class HowItEndedScreen(DialogScreen[Ending]):
    """The ways in which a practice ends, by arrow and Enter, by number or by mouse. None goes on with it."""

    CSS_PATH = "timer.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "OptionList"

    def compose(self) -> ComposeResult:
        """A line for each."""
        with Vertical(classes="ended"):
            yield Static("How did it end? Stopping counts.", classes="title")
            yield Lines(*(Option(f"{n} {ending.label}", id=ending.value) for n, ending in enumerate(Ending, 1)))
            yield Static("Esc goes on with it.", classes="quiet")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option.id or "")

    def action_choose(self, ending: str) -> None:
        """Chooses one by its stored name."""
        self.dismiss(Ending.of(ending))
