"""The form of a record: an assignment, a session, a goal and the like."""

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content as Text
from textual.widgets import Static

from journal.model.entry import Kind
from journal.model.exercise import Exercise, Safety
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.goal import GoalProgress
from journal.model.homework import Assignment
from journal.model.measures import Gad7
from journal.model.records import Content
from journal.tui.screens.form.fields import FormField, is_question, session_field
from journal.tui.screens.form.form import Form, SafetyNotes
from journal.tui.widgets.options import OptionsInput


class RecordForm(Form[Content]):
    """The fields of a record in the order its class declares them, under a word on what they are for."""

    def compose(self) -> ComposeResult:
        """The word, if there is one, and the fields."""
        if self.suggestions.intro:
            yield Static(Text(self.suggestions.intro), classes="intro")
        # Where one choice is a question, as on a questionnaire, all of them look like questions.
        asks = any(spec.input is Input.CHOICE and is_question(spec) for spec in self._specs())
        with Vertical(classes="section -questions" if asks else "section"):
            above = self._above_safety()
            for spec in self._specs():
                yield from self.ask([spec], self.given)
                if spec.name == above:
                    yield SafetyNotes(*self._safety(self.given))
            if isinstance(self.given, Assignment) and (self.suggestions.sessions or self.given.session):
                yield self.add(session_field(self.given.session, self.suggestions.sessions))

    def content(self) -> Content:
        """The record that the answers make."""
        made: Content = self.answered(self._specs(), self.given)
        session = self.fields.get("session")
        return replace(made, session=session.value or "") if isinstance(made, Assignment) and session else made

    def first_field(self) -> FormField:
        """The first field; the one after the day where that is nearly always the one that stands there already."""
        first, second, *_ = self.fields.values()
        return second if isinstance(self.given, Gad7 | GoalProgress) and self.given.date else first

    def _above_safety(self) -> str:
        """The field above the safety notes: that of the steps, or of the kind where those are folded away."""
        if not isinstance(self.given, Assignment | Exercise):
            return ""
        return next(spec.name for spec in reversed(self._specs()) if spec.name in ("kind", "instructions", "steps"))

    def _safety(self, content: Content) -> tuple[Kind | None, tuple[Safety, ...]]:
        """What decides which safety notes stand here: the kind, and the notes chosen for the exercise itself."""
        match content:
            case Exercise():
                return content.kind, content.safety
            case Assignment():
                return content.kind, self.suggestions.safety
        return None, ()

    @on(OptionsInput.Changed)
    def _tell_safety(self) -> None:
        for notes in self.query(SafetyNotes):
            notes.tell(*self._safety(self.state().content))

    def _specs(self) -> tuple[FieldSpec, ...]:
        record: type = type(self.given)
        return tuple(spec for spec in fields_of(record) if spec.name not in self.suggestions.folded)
