"""The form of an entry: its sections, and the entry that they make."""

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Collapsible

from journal.model.entry import USUAL_SCALES, EntryContent, Kind, detail_fields
from journal.model.fields import fields_of
from journal.model.rating import Scale
from journal.tui.screens.form.fields import (
    FormField,
    date_field,
    homework_field,
    rating_field,
    rating_path,
    time_field,
    with_ratings,
)
from journal.tui.screens.form.form import Form, section_title
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.line import LineInput

_HOW_IT_WENT = ("outcome", "mode", "people", "minutes", "obstacles")


class EntryForm(Form[EntryContent]):
    """One form for every kind. A rating on a scale that isn't asked for stays as it was given."""

    def compose(self) -> ComposeResult:
        """The sections, in the order in which a tired person is likely to have something to say."""
        common = {spec.name: spec for spec in fields_of(EntryContent)}
        given = self.given
        with Vertical(classes="section"):
            yield section_title("When and how it went")
            if self.suggestions.homework or given.assignment:
                yield self.add(homework_field(given.assignment, self.suggestions.homework))
            yield self.add(date_field(given.when.date, self.typed("date"), self.today))
            yield self.add(time_field(given.when.time, self.typed("time")))
            yield from self.ask([common.pop(name) for name in _HOW_IT_WENT], given)
        with Vertical(classes="section"):
            yield section_title("Ratings")
            usual = self._usual()
            yield from self._rate(usual)
            others = [scale for scale in self.suggestions.scales if scale not in usual]
            rated = any(rating.scale in {scale.id for scale in others} for rating in given.ratings)
            with Collapsible(title="More ratings", collapsed=not rated):
                yield from self._rate(others)
        with Vertical(classes="section"):
            yield section_title(given.kind.label)
            yield from self.ask(detail_fields(given.kind), given.details, "details.")
        with Vertical(classes="section"):
            yield section_title("In your own words")
            yield from self.ask([common.pop("text")], given)
        with Vertical(classes="section"):
            yield section_title("To find it again, and to bring it up")
            yield from self.ask(common.values(), given)

    def _usual(self) -> list[Scale]:
        """What the exercise asks to be rated, then what usually matters to the kind."""
        ids = dict.fromkeys((*self.suggestions.rate, *USUAL_SCALES[self.given.kind]))
        return [scale for name in ids if (scale := self.suggestions.scales.get(name))]

    def _rate(self, scales: list[Scale]) -> ComposeResult:
        for scale in scales:
            for moment in scale.moments:
                path = rating_path(scale.id, moment)
                yield self.add(rating_field(scale, moment, self.given.ratings, self.typed(path)))

    def first_field(self) -> FormField:
        """How it went, or for a reflection the text."""
        return self.fields["text" if self.given.kind is Kind.REFLECTION else "outcome"]

    def content(self) -> EntryContent:
        """The entry that the answers make."""
        given = self.given
        homework = self.fields.get("assignment")
        return replace(
            given,
            when=replace(given.when, date=self.fields["date"].value, time=self.fields["time"].value),
            ratings=with_ratings(given.ratings, self.fields),
            details=self.answered(detail_fields(given.kind), given.details, "details."),
            assignment=homework.value if homework else given.assignment,
            **{spec.name: self.fields[spec.name].value for spec in fields_of(EntryContent)},
        )

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
