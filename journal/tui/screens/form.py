"""The form of an entry: its sections, its fields, and the entry that they make."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Collapsible, Input, Static, TextArea

from journal.model.dates import long_date
from journal.model.entry import USUAL_SCALES, EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, fields_of
from journal.model.fields import Input as Asked
from journal.model.rating import SCALE, SCALES, Scale
from journal.tui.screens.form_fields import (
    FormField,
    Suggestions,
    date_field,
    field_of,
    rating_field,
    time_field,
    with_ratings,
)
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.field import FieldRow
from journal.tui.widgets.line import LineInput
from journal.tui.widgets.options import OptionsInput
from journal.tui.widgets.rating import RatingInput

_HOW_IT_WENT = ("outcome", "mode", "people", "minutes", "obstacles")


@dataclass(frozen=True)
class FormState:
    """What is on a form: the entry it makes, and by field what was typed that can't be read."""

    content: EntryContent
    unread: dict[str, str]


class EntryForm(VerticalScroll, can_focus=False):
    """One form for every kind, from the descriptions of its fields. Nothing in it is required.

    What it doesn't ask for, such as sharing or a rating on a scale of another version, is in `state()` as it was given.
    """

    class Edited(Message):
        """Something on the form may have changed."""

    def __init__(self, shown: FormState, suggestions: Suggestions, today: Callable[[], dt.date]) -> None:
        super().__init__(id="form")
        self.given = shown.content
        self.fields: dict[str, FormField] = {}
        self._typed = shown.unread
        self._suggestions = suggestions
        self._today = today

    def compose(self) -> ComposeResult:
        """The sections, in the order in which a tired person is likely to have something to say."""
        common = {spec.name: spec for spec in fields_of(EntryContent)}
        given = self.given
        with Vertical(classes="section"):
            yield _title("When and how it went")
            yield self._add(date_field(given.when.date, self._typed.get("date"), self._today))
            yield self._add(time_field(given.when.time, self._typed.get("time")))
            yield from self._ask([common.pop(name) for name in _HOW_IT_WENT], given)
        with Vertical(classes="section"):
            yield _title("Ratings")
            usual = [SCALE[name] for name in USUAL_SCALES[given.kind]]
            yield from self._rate(usual)
            others = [scale for scale in SCALES if scale not in usual]
            rated = any(rating.scale in {scale.id for scale in others} for rating in given.ratings)
            with Collapsible(title="More ratings", collapsed=not rated):
                yield from self._rate(others)
        with Vertical(classes="section"):
            yield _title(given.kind.label)
            yield from self._ask(detail_fields(given.kind), given.details, "details.")
        with Vertical(classes="section"):
            yield _title("In your own words")
            yield from self._ask([common.pop("text")], given)
        with Vertical(classes="section"):
            yield _title("To find it again, and to bring it up")
            yield from self._ask(common.values(), given)

    def on_mount(self) -> None:
        """Shows what was typed earlier and can't be read."""
        for field in self.fields.values():
            field.mark()
        self._show_day()

    def _add(self, field: FormField) -> FieldRow:
        self.fields[field.path] = field
        return field.row

    def _rate(self, scales: list[Scale]) -> ComposeResult:
        for scale in scales:
            for moment in scale.moments:
                yield self._add(rating_field(scale, moment, self.given.ratings))

    def _ask(self, specs: Iterable[FieldSpec], record: object, path: str = "") -> ComposeResult:
        for spec in specs:
            value = getattr(record, spec.name)
            if spec.input is Asked.GROUP:
                with Collapsible(title=spec.label, collapsed=value == type(value)()):
                    yield from self._ask(spec.group, value, f"{path}{spec.name}.")
            else:
                name = path + spec.name
                yield self._add(field_of(spec, name, value, self._typed.get(name), self._suggestions))

    # What is on it

    def state(self) -> FormState:
        """What is on the form now."""
        given = self.given
        for field in self.fields.values():
            field.look()
        content = replace(
            given,
            when=replace(given.when, date=self.fields["date"].value, time=self.fields["time"].value),
            ratings=with_ratings(given.ratings, self.fields),
            details=self._answered(detail_fields(given.kind), given.details, "details."),
            **{spec.name: self.fields[spec.name].value for spec in fields_of(EntryContent)},
        )
        return FormState(content, {field.path: field.unread for field in self._unread()})

    def _answered(self, specs: tuple[FieldSpec, ...], record: Any, path: str) -> Any:
        values = {}
        for spec in specs:
            name = path + spec.name
            if spec.input is Asked.GROUP:
                values[spec.name] = self._answered(spec.group, getattr(record, spec.name), f"{name}.")
            else:
                values[spec.name] = self.fields[name].value
        return replace(record, **values)

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
        """Goes to where most people begin: how it went, or for a reflection the text."""
        start = "text" if self.given.kind is Kind.REFLECTION else "outcome"
        widget = self.fields[start].widget
        self.screen.set_focus(widget, scroll_visible=False)
        if start == "text":  # far down, and only there once the form has been laid out
            self.call_after_refresh(self.scroll_to_widget, widget, animate=False)

    def focus_next_section(self) -> None:
        """Goes to the first field of the next section, and from the last one to the first."""
        sections = list(self.query(".section"))
        here = next((n for n, section in enumerate(sections) if section.has_focus_within), -1)
        section = sections[(here + 1) % len(sections)]
        first = next(widget for widget in section.query("*") if widget.focusable)
        self.screen.set_focus(first, scroll_visible=False)
        section.scroll_visible(top=True, animate=False)

    def take_prompt(self, prompt: str) -> None:
        """Puts a prompt where it is answered: into a reflection's field for it, or else above the line one is in."""
        field = self.fields.get("details.prompt")
        editor = self._editor()
        if field is not None and isinstance(field.widget, LineInput) and not field.widget.answer:
            field.widget.fill(prompt)
        else:
            editor.write_above(prompt)
        self.screen.set_focus(editor)

    def take_scaffold(self, sentence: str) -> None:
        """Writes the beginning of a sentence where the cursor of the text is."""
        editor = self._editor()
        editor.write(sentence)
        self.screen.set_focus(editor)

    def _editor(self) -> TextEditor:
        here = self.screen.focused
        notes = self.fields["text"].widget
        editor = here if isinstance(here, TextEditor) and here.editable else notes
        assert isinstance(editor, TextEditor)
        return editor

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
            if field.path == "date":
                self._show_day()
        self.post_message(self.Edited())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Says what can't be read in a field when it is left, and writes the date out."""
        for field in self.fields.values():
            if field.widget is event.widget:
                field.look()
                field.mark()
                if field.path == "date" and not field.problem and isinstance(field.widget, LineInput):
                    field.widget.fill(field.value.isoformat())

    def _show_day(self) -> None:
        date = self.fields["date"]
        date.row.explain("" if date.problem else long_date(date.value))


def _title(words: str) -> Static:
    return Static(Content(words), classes="title")
