"""A field for several lines of text."""

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location

from journal.tui.widgets.keys import took_key
from journal.tui.widgets.stand_ins import SOFT_BREAK, can_hold, hold_lines, is_writing, marks, release, shown

_BLANK = "___"


class TextEditor(TextArea):
    """Several lines of text that come back exactly. `answer` is the text; TextArea.Changed says that it changed.

    Text whose line ends are all CR LF keeps that style. Pasted line ends are line ends; all else pasted is kept.
    A text that can't be edited without a change can only be read: `editable` is False then. Tab goes to the next field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "text_start", show=False),
        Binding("ctrl+end", "text_end", show=False),
        Binding("ctrl+shift+a", "select_all", show=False),  # as in a line; the app has the keys of TextArea for it
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"text-editor--mark"}
    DEFAULT_CSS = """
    TextEditor {
        height: auto; min-height: 3; max-height: 12;
        border: none; padding: 0 1;
        &:focus { border: none; }
        &>.text-editor--mark { color: $text-muted; }
    }
    """

    def __init__(self, text: str = "") -> None:
        self._given = text
        self._crlf = "\r\n" in text and "\r" not in text.replace("\r\n", "") and "\n" not in text.replace("\r\n", "")
        self.editable = can_hold(text)
        super().__init__(
            hold_lines(text.replace("\r\n", "\n") if self._crlf else text),
            soft_wrap=True,
            tab_behavior="focus",
            read_only=not self.editable,
            highlight_cursor_line=False,
        )

    @property
    def answer(self) -> str:
        """The text in the editor, exactly as it was given or written."""
        if not self.editable:
            return self._given
        text = release(self.document.text)
        return text.replace("\n", "\r\n") if self._crlf else text

    def write(self, text: str) -> None:
        """Writes a text where the cursor is, and selects the first blank in it, so that typing fills it."""
        if self.read_only:
            return
        row, column = min(self.selection)
        self._type(hold_lines(text))
        before, blank, _ = text.partition(_BLANK)
        if blank and "\n" not in before:
            self.move_cursor((row, column + len(before)))
            self.move_cursor((row, column + len(before + blank)), select=True)

    def write_above(self, text: str) -> None:
        """Writes a line above the one the cursor is in; the cursor goes on with the line after it."""
        if not self.read_only:
            row, _ = self.cursor_location
            self.insert(hold_lines(text) + "\n", (row, 0), maintain_selection_offset=True)

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn, with visible marks for what the terminal must not see."""
        held = self.document.get_line(line_index)
        line = Text(shown(held), end="", no_wrap=True)
        places = marks(held)
        if places:
            style = self.get_component_rich_style("text-editor--mark", partial=True)
            for place in places:
                line.stylize(style, place, place + 1)
        return line

    def edit(self, edit: Edit) -> EditResult:
        """Makes an edit. One that would part the mark of a long line's piece from its line end takes both or none."""
        edit.from_location, edit.to_location = self._whole(edit.top, end=False), self._whole(edit.bottom, end=True)
        return super().edit(edit)

    def _whole(self, place: Location, *, end: bool) -> Location:
        row, column = place
        if not self._is_after_mark(place):
            return place
        return (row + 1, 0) if end else (row, column - 1)

    def _is_after_mark(self, place: Location) -> bool:
        row, column = place
        return row < self.document.line_count and column > 0 and self.document.get_line(row)[column - 1] == SOFT_BREAK

    def clamp_visitable(self, location: Location) -> Location:
        """The nearest place for the cursor: in the text, and not between a piece of a long line and its line end."""
        row, column = super().clamp_visitable(location)
        return (row, column - 1) if self._is_after_mark((row, column)) else (row, column)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> None:
        """None: this is prose, and the search would go through the whole text at each key."""

    def action_text_start(self) -> None:
        """Goes to the beginning of the text."""
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """Goes to the end of the text."""
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if await took_key(self, event):
            return
        if not self.read_only and is_writing(event.character) and not event.is_printable:
            event.stop()
            event.prevent_default()
            self._type(hold_lines(event.character or ""))

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._type(_lines(event.text))

    def action_copy(self) -> None:
        """Copies the selection, inside the program."""
        super().action_copy()
        self.app.copy_to_clipboard(release(self.app.clipboard))

    def action_cut(self) -> None:
        """Cuts the selection, or the line where nothing is selected, inside the program."""
        if not self.read_only:
            super().action_cut()
            self.app.copy_to_clipboard(release(self.app.clipboard))

    def action_paste(self) -> None:
        """Inserts what was copied inside the program."""
        self._type(_lines(self.app.clipboard))

    def _type(self, held: str) -> None:
        if held and not self.read_only and (result := self._replace_via_keyboard(held, *self.selection)):
            self.move_cursor(result.end_location)


def _lines(text: str) -> str:
    return hold_lines(text.replace("\r\n", "\n").replace("\r", "\n"))
