"""The form of a record: an assignment, a session, a goal and the like."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content as Text
from textual.widgets import Static

from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.goal import GoalProgress
from journal.model.measures import Gad7
from journal.model.records import Content
from journal.tui.screens.form.fields import FormField, is_question
from journal.tui.screens.form.form import Form


class RecordForm(Form[Content]):
    """The fields of a record in the order its class declares them, under a word on what they are for."""

    def compose(self) -> ComposeResult:
        """The word, if there is one, and the fields."""
        if self.suggestions.intro:
            yield Static(Text(self.suggestions.intro), classes="intro")
        # Where one choice is a question, as on a questionnaire, all of them look like questions.
        asks = any(spec.input is Input.CHOICE and is_question(spec) for spec in self._specs())
        with Vertical(classes="section -questions" if asks else "section"):
            yield from self.ask(self._specs(), self.given)

    def content(self) -> Content:
        """The record that the answers make."""
        made: Content = self.answered(self._specs(), self.given)
        return made

    def first_field(self) -> FormField:
        """The first field; the one after the day where that is nearly always the one that stands there already."""
        first, second, *_ = self.fields.values()
        return second if isinstance(self.given, Gad7 | GoalProgress) and self.given.date else first

    def _specs(self) -> tuple[FieldSpec, ...]:
        record: type = type(self.given)
        return tuple(spec for spec in fields_of(record) if spec.name not in self.suggestions.folded)
