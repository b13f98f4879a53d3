"""What is chosen for Progress: one of a list, or two dates."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from journal.errors import BadInput
from journal.model.dates import parse_date
from journal.model.ranges import between
from journal.safety.text import safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.line import LineInput
from journal.tui.widgets.lines import Lines

_COMMANDS = (Command("close", "escape", "Back", "Go back without choosing"),)

Dates = tuple[dt.date | None, dt.date | None]
_ENDS = ("first", "last")


@dataclass(frozen=True)
class Choice:
    """Something to choose: what it is known by, its words, and the heading that begins with it, if one does."""

    id: str
    words: str
    heading: str = ""


class ChooseScreen(DialogScreen[str | None]):
    """A list to choose from, with the cursor on what is chosen now. It ends with the id."""

    CSS_PATH: ClassVar = ["../dialogs.tcss", "progress.tcss"]
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "OptionList"

    def __init__(self, title: str, choices: Sequence[Choice], chosen: str) -> None:
        super().__init__()
        self._title, self._choices, self._chosen = title, choices, chosen

    def compose(self) -> ComposeResult:
        """A line for each."""
        options: list[Option] = []
        for choice in self._choices:
            if choice.heading:
                options += [Option("", disabled=True)] if options else []
                options.append(Option(Content.styled(choice.heading, "bold $accent"), disabled=True))
            mark = "•" if choice.id == self._chosen else " "
            options.append(Option(Content(f"{mark} {safe_line(choice.words)}"), id=choice.id))
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="title")
            yield Lines(*options, markup=False)
            yield Static("Enter chooses it.  Esc goes back.", classes="quiet")

    def on_mount(self) -> None:
        """Begins at what is chosen now."""
        lines = self.query_one(OptionList)
        if any(choice.id == self._chosen for choice in self._choices):
            lines.highlighted = lines.get_option_index(self._chosen)
        else:
            lines.action_first()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class DatesScreen(DialogScreen[Dates | None]):
    """The first and the last day, typed; either may be left empty."""

    CSS_PATH: ClassVar = ["../dialogs.tcss", "progress.tcss"]
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "#first"

    def __init__(self, dates: Dates, today: dt.date) -> None:
        super().__init__()
        self._dates, self._today = dates, today

    def compose(self) -> ComposeResult:
        """Two lines to type in, and which days they make."""
        first, last = ("" if date is None else date.isoformat() for date in self._dates)
        with Vertical(classes="dialog"):
            yield Static("Which days?", classes="title")
            with Horizontal(classes="asked"):
                yield Static("From", classes="label")
                yield self._line("first", first)
            with Horizontal(classes="asked"):
                yield Static("To", classes="label")
                yield self._line("last", last)
            yield Static("", id="read")
            yield Static(
                "Such as 2026-05-01, today, -30 for thirty days ago, or a weekday just past; empty leaves it open.",
                classes="quiet",
            )
            with Horizontal(classes="answers"):
                yield Button("Show these days", id="yes", variant="primary")

    @staticmethod
    def _line(name: str, text: str) -> LineInput:
        line = LineInput(text, select_on_focus=True)
        line.id = name
        return line

    def on_mount(self) -> None:
        """Says which days there are now."""
        self._explain()

    @on(Input.Changed)
    def _explain(self) -> None:
        try:
            words = between(*self._typed())
        except BadInput as problem:
            words = f"{problem.message} {problem.hint}"
        self.query_one("#read", Static).update(Content(words[:1].upper() + words[1:]))

    def _typed(self) -> Dates:
        """The two days in their order. Raises BadInput."""
        first, last = (self._day(name) for name in _ENDS)
        return (last, first) if first and last and last < first else (first, last)

    def _day(self, name: str) -> dt.date | None:
        text = self.query_one(f"#{name}", LineInput).answer.strip()
        return parse_date(text, self._today) if text else None

    @on(Button.Pressed)
    def _done(self) -> None:
        for name in _ENDS:
            try:
                self._day(name)
            except BadInput:  # what is wrong with it stands below already
                self.query_one(f"#{name}").focus()
                return
        self.dismiss(self._typed())
