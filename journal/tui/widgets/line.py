"""A field for one line of text."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.suggester import Suggester
from textual.widgets import Input
from textual.widgets.input import Selection

from journal.tui.widgets.keys import took_key
from journal.tui.widgets.stand_ins import can_hold, hold_line, is_writing, marks, release, shown


class NameSuggester(Suggester):
    """Completes the name that is being typed, the last one where several are typed with commas between."""

    def __init__(self, names: Sequence[str], *, several: bool) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = [hold_line(name) for name in names]
        self._several = several

    async def get_suggestion(self, value: str) -> str | None:
        """The line with the first name that begins with what is typed; None where there is none."""
        begun = (value.rpartition(",")[2] if self._several else value).lstrip()
        if not begun:
            return None
        for name in self._names:
            if len(name) > len(begun) and name[: len(begun)].casefold() == begun.casefold():
                return value + name[len(begun) :]
        return None


class LineInput(Input):
    """One line of text that comes back exactly. `answer` is the text; Input.Changed says that it changed.

    Line ends and tabs in a given text are kept and drawn as marks; those in a pasted one become blanks. A text that
    can't be edited without a change can only be read: `editable` is False then.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # Ahead of the widget, so that keys typed right after reach the field that these lead to.
        Binding("up", "app.focus_previous", show=False, priority=True),
        Binding("down,enter", "app.focus_next", show=False, priority=True),
    ]

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        names: Sequence[str] = (),
        several: bool = False,
        select_on_focus: bool = False,
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            suggester=NameSuggester(names, several=several) if names else None,
            select_on_focus=select_on_focus,
            disabled=not can_hold(text),
        )
        self._given = text
        self.editable = can_hold(text)
        # Set without the watchers, which would ask for a suggestion and say that something changed.
        self.set_reactive(Input.value, hold_line(text))
        self.set_reactive(Input.selection, Selection.cursor(len(text)))
        self._initial_value = False

    def on_mount(self) -> None:
        """Makes room for the text."""
        self.virtual_size = Size(self.content_width, 1)

    @property
    def answer(self) -> str:
        """The text in the line, exactly as it was given or written."""
        return release(self.value) if self.editable else self._given

    def fill(self, text: str) -> None:
        """Puts another text into the line, where it may be edited."""
        if self.editable:
            self.value = hold_line(text)
            self.cursor_position = len(self.value)

    @property
    def _value(self) -> Text:
        text = Text(shown(self.value), no_wrap=True, overflow="ignore", end="")
        for place in marks(self.value):
            text.stylize("dim", place, place + 1)
        return text

    async def _on_key(self, event: events.Key) -> None:
        if await took_key(self, event):
            return
        if is_writing(event.character) and not event.is_printable:
            event.stop()
            event.prevent_default()
            self._type(hold_line(event.character or ""))

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._type(_one_line(event.text))

    def action_copy(self) -> None:
        """Copies the selection, inside the program."""
        super().action_copy()
        self.app.copy_to_clipboard(release(self.app.clipboard))

    def action_cut(self) -> None:
        """Cuts the selection, inside the program."""
        if self.selected_text:
            self.app.copy_to_clipboard(release(self.selected_text))
            self.delete_selection()

    def action_paste(self) -> None:
        """Inserts what was copied inside the program."""
        self._type(_one_line(self.app.clipboard))

    def _type(self, held: str) -> None:
        self.replace(held, *self.selection)


def _one_line(text: str) -> str:
    return hold_line(text.replace("\r\n", " ").replace("\r", " ").replace("\n", " ").replace("\t", " "))
