"""What every form has in common: its fields, what is on them, and getting around."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content as Text
from textual.message import Message
from textual.widgets import Collapsible, Input, Static, TextArea

from journal.library import library
from journal.model.dates import long_date
from journal.model.entry import EntryContent, Kind
from journal.model.exercise import Safety
from journal.model.fields import FieldSpec
from journal.model.fields import Input as Asked
from journal.model.records import Content
from journal.tui.screens.form.fields import FormField, Suggestions, field_of
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.field import FieldRow
from journal.tui.widgets.line import LineInput
from journal.tui.widgets.options import OptionsInput
from journal.tui.widgets.rating import RatingInput

F = TypeVar("F", bound=EntryContent | Content)


@dataclass(frozen=True)
class FormState(Generic[F]):
    """What is on a form: the content it makes, and by field what was typed that can't be read."""

    content: F
    unread: dict[str, str]


class Form(VerticalScroll, Generic[F], can_focus=False):
    """A form from the descriptions of the fields of a record. Nothing in it is required.

    What it doesn't ask for is in `state()` as it was given. A subclass composes the fields and makes the content.
    """

    class Edited(Message):
        """Something on the form may have changed."""

    def __init__(self, shown: FormState[F], suggestions: Suggestions, today: Callable[[], dt.date]) -> None:
        super().__init__(id="form")
        self.given = shown.content
        self.fields: dict[str, FormField] = {}
        self.suggestions = suggestions
        self.today = today
        self._typed = shown.unread

    def content(self) -> F:
        """The content that the answers make; overridden."""
        raise NotImplementedError

    def first_field(self) -> FormField:
        """The field that most people begin with; overridden where that isn't the first."""
        return next(iter(self.fields.values()))

    def on_mount(self) -> None:
        """Shows what was typed earlier and can't be read."""
        for field in self.fields.values():
            field.mark()
            self._explain_date(field)

    # For the subclass, to make fields and to read them

    def typed(self, path: str) -> str | None:
        """What a draft has for a field that can't be read."""
        return self._typed.get(path)

    def add(self, field: FormField) -> FieldRow:
        """Takes in a field and returns its row."""
        self.fields[field.path] = field
        return field.row

    def ask(self, specs: Iterable[FieldSpec], record: object, path: str = "") -> ComposeResult:
        """The rows for the fields of a record, those of a group folded away while it is empty."""
        for spec in specs:
            value = getattr(record, spec.name)
            if spec.input is Asked.GROUP:
                with Collapsible(title=spec.label, collapsed=value == type(value)()):
                    yield from self.ask(spec.group, value, f"{path}{spec.name}.")
            else:
                name = path + spec.name
                yield self.add(field_of(spec, name, value, self.typed(name), self.suggestions, self.today))

    def answered(self, specs: tuple[FieldSpec, ...], record: Any, path: str = "") -> Any:
        """The record with what was answered in its fields."""
        values = {}
        for spec in specs:
            name = path + spec.name
            if spec.input is Asked.GROUP:
                values[spec.name] = self.answered(spec.group, getattr(record, spec.name), f"{name}.")
            else:
                values[spec.name] = self.fields[name].value
        return replace(record, **values)

    # What is on it

    def state(self) -> FormState[F]:
        """What is on the form now."""
        for field in self.fields.values():
            field.look()
        return FormState(self.content(), {field.path: field.unread for field in self._unread()})

    def _unread(self) -> Iterator[FormField]:
        return (field for field in self.fields.values() if field.problem)

    def show_problems(self) -> None:
        """Marks every field that can't be read and goes to the first."""
        for field in self.fields.values():
            field.mark()
        first = next(self._unread(), None)
        if first is not None:
            self._unfold(first)
            self.screen.set_focus(first.widget)

    @staticmethod
    def _unfold(field: FormField) -> None:
        for parent in field.row.ancestors:
            if isinstance(parent, Collapsible):
                parent.collapsed = False

    # Where one is

    def focus_first(self) -> None:
        """Goes to where most people begin."""
        widget = self.first_field().widget
        self.screen.set_focus(widget, scroll_visible=False)
        if isinstance(widget, TextEditor):
            widget.action_text_end()
        # It may be far down, and is only there once the form has been laid out.
        self.call_after_refresh(self.scroll_to_widget, widget, animate=False)

    def focus_next_section(self) -> None:
        """Goes to the first field of the next section, and from the last one to the first."""
        sections = list(self.query(".section"))
        here = next((n for n, section in enumerate(sections) if section.has_focus_within), -1)
        section = sections[(here + 1) % len(sections)]
        first = next(widget for widget in section.query("*") if widget.focusable)
        self.screen.set_focus(first, scroll_visible=False)
        section.scroll_visible(top=True, animate=False)

    def field_in_focus(self) -> FormField | None:
        """The field that takes the keys now."""
        here = self.screen.focused
        return next((field for field in self.fields.values() if field.widget is here), None)

    # What happens on it

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(OptionsInput.Changed)
    @on(RatingInput.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        field = next((field for field in self.fields.values() if field.widget is event.control), None)
        if field is not None and not isinstance(field.widget, TextEditor):
            field.look()
            if not field.problem:
                field.mark()
            self._explain_date(field)
        self.post_message(self.Edited())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Says what can't be read in a field when it is left, and writes the date out."""
        for field in self.fields.values():
            if field.widget is event.widget:
                field.look()
                field.mark()
                if (
                    field.asks is Asked.DATE
                    and field.value
                    and not field.problem
                    and isinstance(field.widget, LineInput)
                ):
                    field.widget.fill(field.value.isoformat())

    @staticmethod
    def _explain_date(field: FormField) -> None:
        if field.asks is Asked.DATE:
            field.row.explain(long_date(field.value) if field.value and not field.problem else field.why)


class SafetyNotes(Static):
    """The safety notes of a task, in full below its steps."""

    def __init__(self, kind: Kind | None, codes: Iterable[Safety]) -> None:
        super().__init__(classes="safety")
        self.tell(kind, codes)

    def tell(self, kind: Kind | None, codes: Iterable[Safety]) -> None:
        """Shows those of a task of this kind with these codes."""
        notes = library().safety_of(kind, codes).values()
        self.update(Text("\n".join(["Safety", *(f"· {note}" for note in notes)])))
        self.display = bool(notes)


def section_title(words: str) -> Static:
    """The title of a section."""
    return Static(Text(words), classes="title")
