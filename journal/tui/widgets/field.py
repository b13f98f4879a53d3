"""A field of a form with its label, why it is asked, and what can't be read in it yet."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static


class FieldRow(Widget):
    """A label, a widget to answer with, a word of help, and room for a sentence on what can't be read."""

    DEFAULT_CSS = """
    FieldRow {
        layout: grid; grid-size: 2; grid-columns: 25 1fr; grid-rows: auto; height: auto;
        .label { row-span: 3; padding-right: 1; }
        .why { color: $text-muted; }
        .problem { color: $error; display: none; }
        &.-problem .problem { display: block; }
        &.-problem.-short .why { display: none; }
        &.-short { grid-size: 3; grid-columns: 25 16 1fr; }
        &.-short .label { row-span: 1; }
        &.-short .why, &.-short .problem { padding-left: 2; }
        &:focus-within { background: $surface; }
        &:focus-within .label { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, label: str, field: Widget, why: str = "", *, classes: Iterable[str] = ()) -> None:
        super().__init__(classes=" ".join(classes))
        self._label = label
        self.field = field
        self._why = why

    def compose(self) -> ComposeResult:
        """The four parts."""
        yield Static(Content(self._label), classes="label")
        yield self.field
        line = Static(Content(self._why), classes="why")
        line.display = bool(self._why)
        yield line
        yield Static("", classes="problem")

    def mark(self, problem: str) -> None:
        """Shows a sentence under the field; none where it is empty."""
        self.set_class(bool(problem), "-problem")
        self.query_one(".problem", Static).update(Content(problem))

    def explain(self, why: str) -> None:
        """Shows another word of help."""
        line = self.query_one(".why", Static)
        line.display = bool(why)
        line.update(Content(why))
