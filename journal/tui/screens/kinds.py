"""Which kind of entry to log."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.model.entry import Kind
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.lines import Lines

_ABOUT = {
    Kind.SENSATE_FOCUS: "touch in stages, alone or together",
    Kind.EXPERIMENTATION: "something tried, and what came of it",
    Kind.EDUCATION: "something read, watched, heard or asked",
    Kind.COMMUNICATION: "something asked, said or listened to",
    Kind.REFLECTION: "thoughts, with or without a prompt",
}

_COMMANDS = (
    Command("close", "escape", "Back", "Go back without logging"),
    *(Command(f"choose('{kind}')", str(n), "", f"Log: {kind.label}") for n, kind in enumerate(Kind, 1)),
)


class KindsScreen(DialogScreen[Kind | None]):
    """The five kinds, by arrow and Enter, by number, or by mouse."""

    CSS_PATH = "dialogs.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "OptionList"

    def compose(self) -> ComposeResult:
        """A line for each kind."""
        width = max(len(kind.label) for kind in Kind)
        with Vertical(classes="dialog"):
            yield Static("What would you like to log?", classes="title")
            yield Lines(
                *(
                    Option(
                        Content.assemble(f"{n} {kind.label:<{width}}  ", (_ABOUT[kind], "$text-muted")), id=kind.value
                    )
                    for n, kind in enumerate(Kind, 1)
                )
            )
            yield Static("Nothing in a form is required.  Esc goes back.", classes="quiet")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option.id or "")

    def action_choose(self, kind: str) -> None:
        """Chooses a kind by its stored name."""
        self.dismiss(Kind.of(kind))
