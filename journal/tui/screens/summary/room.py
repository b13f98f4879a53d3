"""The page shown in the room: read only, large, and locked when it is left."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journal.safety.text import safe, safe_line
from journal.summary.lines import Line, lines
from journal.summary.page import Summary
from journal.summary.text import text
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.widgets.key_line import KeyLine

_COMMANDS = (
    Command("step(1)", "right,space,enter,n,pagedown", "Next", "Go to what comes next on the page"),
    Command("step(-1)", "left,backspace,b,pageup", "Before", "Go to what came before"),
    Command("part(1)", "tab", "Next part", "Go to the next part of the page"),
    Command("part(-1)", "shift+tab", "", "Go to the part before"),
    Command("whole", "p", "Whole page", "Show the whole page, or one thing at a time again"),
    Command("app.lock", "escape,q", "Lock", "Leave: the journal is locked at once"),
)


class RoomScreen(JournalScreen[None]):
    """One thing of the page at a time, in the middle of an otherwise empty screen; or the whole page.

    Nothing can be changed or written from here, and every way out locks the journal. The title and the words come from
    the page alone.
    """

    CSS_PATH = "summary.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(_COMMANDS),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    IS_CLOSED = True

    def __init__(self, summary: Summary) -> None:
        super().__init__()
        self._summary = summary
        self._things = list(_things(summary))
        self._place = 0
        self._is_whole = False

    def compose(self) -> ComposeResult:
        """What is shown, and the keys."""
        with VerticalScroll(id="room", can_focus=False):
            yield Static("", id="part")
            yield Static("", id="said")
            yield Static("", id="about")
        yield KeyLine()

    def on_mount(self) -> None:
        """Shows the first thing."""
        self._show()

    def _show(self) -> None:
        part, said, about = (self.query_one(f"#{name}", Static) for name in ("part", "said", "about"))
        self.set_class(self._is_whole, "-whole")
        self.query_one("#room").scroll_to(y=0, animate=False)
        if self._is_whole:
            width = max(20, min(78, self.size.width - 6))
            part.update("")
            said.update(Content(text(self._summary, width)))
            about.update("")
            return
        title, line = self._things[self._place]
        part.update(Content(f"{title}   {self._place + 1} of {len(self._things)}"))
        said.update(Content(_spoken(line)))
        about.update(Content(line.about))

    def on_resize(self) -> None:
        """Breaks the lines of the whole page anew."""
        if self._is_whole:
            self._show()

    def action_step(self, way: int) -> None:
        """Goes to the next thing, or to the one before; scrolls by a screen where the whole page is shown."""
        if self._is_whole:
            room = self.query_one("#room")
            room.scroll_relative(y=way * max(1, room.size.height - 2), animate=False)
        else:
            self._place = max(0, min(len(self._things) - 1, self._place + way))
            self._show()

    def action_part(self, way: int) -> None:
        """Goes to where the next part of the page begins, or the one before."""
        if not self._is_whole:
            starts = [n for n, (part, _) in enumerate(self._things) if n == 0 or self._things[n - 1][0] != part]
            ahead = [n for n in starts if (n - self._place) * way > 0]
            if ahead:
                self._place = min(ahead, key=lambda n: abs(n - self._place))
                self._show()

    def action_scroll(self, way: int) -> None:
        """Scrolls by a line."""
        self.query_one("#room").scroll_relative(y=way, animate=False)

    def action_whole(self) -> None:
        """Changes between the whole page and one thing at a time."""
        self._is_whole = not self._is_whole
        self._show()


def _things(summary: Summary) -> Iterator[tuple[str, Line]]:
    for section in summary.sections:
        yield from ((section.title, line) for line in lines(section))


def _spoken(line: Line) -> str:
    """A line in full: its parts one below the other where there are several."""
    parts = [part for part in line.parts if part.words.strip() and safe_line(part.words) != line.about]
    if not parts:
        return line.words or line.about
    if len(parts) == 1:
        return safe(parts[0].words).strip("\n")
    return "\n".join(f"{safe_line(part.label)}: {safe(part.words)}" for part in parts)
