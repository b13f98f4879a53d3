"""A field of a form with its label, why it is asked, and what can't be read in it yet."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static


class FieldRow(Widget):
    """A label, a widget to answer with, a word of help, and a sentence where something can't be read.

    The label stands at the left, in the way that grid-columns say, or above everything else in a `-stacked` row.
    """

    DEFAULT_CSS = """
    FieldRow {
        layout: grid; grid-size: 2; grid-columns: 25 1fr; grid-rows: auto; height: auto;
        .label { row-span: 3; padding-right: 1; }
        .why { color: $text-muted; }
        .problem { color: $error; }
        &.-problem.-short .why { display: none; }
        &.-short { grid-size: 3; grid-columns: 25 16 1fr; }
        &.-short .label { row-span: 1; }
        &.-stacked { grid-size: 1; grid-columns: 1fr; }
        &.-stacked .label { row-span: 1; }
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
        """The label, the field and the help."""
        yield Static(Content(self._label), classes="label")
        yield self.field
        if self._why:
            yield Static(Content(self._why), classes="why")

    def mark(self, problem: str) -> None:
        """Shows a sentence under the field; none where it is empty."""
        self.set_class(bool(problem), "-problem")
        self._show("problem", problem)

    def explain(self, why: str) -> None:
        """Shows another word of help."""
        self._show("why", why)

    def _show(self, part: str, words: str) -> None:
        # A form has many rows, and most have nothing to say here: a line is only made when there is something.
        for line in self.query(f".{part}").results(Static):
            if words != str(line.content):
                line.update(Content(words))
                line.display = bool(words)
            return
        if words:
            self.mount(Static(Content(words), classes=part))
