"""Changing a task: easier, harder or different, and why."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import chain
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content as Text
from textual.widgets import Static
from textual.widgets.text_area import Selection

from journal.library.words import OwnWords
from journal.model.fields import fields_of
from journal.model.homework import Adaptation, Assignment, Change, adapted
from journal.model.records import Record
from journal.safety.text import safe
from journal.tui.commands import bindings
from journal.tui.screens.form.draft_keeper import DraftKeeper
from journal.tui.screens.form.fields import Suggestions
from journal.tui.screens.form.form import Form, FormState, SafetyNotes, section_title
from journal.tui.screens.form.screen import FORM_COMMANDS, FormScreen
from journal.tui.screens.homework.exercise_page import lines_of
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.lines import Lines
from journal.tui.widgets.options import OptionsInput

_INTRO = (
    "A task that doesn't fit can be changed at any time. What it was before is kept, with the date and your reason."
)
_SPECS = fields_of(Adaptation)


class AdaptForm(Form[Assignment]):
    """What changes and why. Its content is the assignment after the change, or as it was while nothing is said.

    `began` is the number of changes that the assignment had; a draft of this form has one more, which it goes on with.
    """

    def __init__(
        self, shown: FormState[Assignment], suggestions: Suggestions, screen: "AdaptScreen", began: int
    ) -> None:
        super().__init__(shown, suggestions, screen.journal.today)
        self._choice = Lines()
        self._words = OwnWords(screen.journal.preferences.words)
        self._before, self._begun = shown.content, Adaptation(on=self.today())
        if len(self._before.adaptations) > began:
            *earlier, self._begun = self._before.adaptations
            self._before = replace(self._before, instructions=self._begun.instructions, adaptations=tuple(earlier))

    def compose(self) -> ComposeResult:
        """The task as it is, and what is asked of the change."""
        yield Static(Text(_INTRO), classes="intro")
        with Vertical(classes="section"):
            if self._before.instructions.strip():
                yield section_title("As it is now")
                said = self._words.in_assignment(self._before).instructions
                yield Static(Text(safe(said)), classes="intro")
                yield SafetyNotes(self._before.kind, self.suggestions.safety)
            yield from self.ask(_SPECS[:1], self._begun)
            yield self._choice
            yield from self.ask(_SPECS[1:], self._begun)

    def on_mount(self) -> None:
        """Offers the variants of a change that a draft has."""
        self._offer()

    def content(self) -> Assignment:
        """The assignment after the change."""
        change = self.adaptation()
        return adapted(self._before, change) if change else self._before

    def adaptation(self) -> Adaptation | None:
        """What was said of the change; None while nothing was."""
        said: Adaptation = self.answered(_SPECS, self._begun)
        what, why = (text if text.strip() else "" for text in (said.what, said.why))
        said = replace(said, what=what, why=why, instructions="")
        return None if said == Adaptation(on=said.on) else said

    @on(OptionsInput.Changed)
    def _take_variant(self, event: OptionsInput.Changed) -> None:
        """Offers the variants of the change that was chosen; where there is one, it is written."""
        if event.control is self.fields["change"].widget:
            self.fields["change"].look()
            self._offer()
            variants = self._variants(self.fields["change"].value)
            self._write(variants[0] if len(variants) == 1 else "")

    @on(Lines.OptionSelected)
    def _take_one(self, event: Lines.OptionSelected) -> None:
        """Writes the variant that was chosen of several, and goes to it."""
        self._write(self._variants(self.fields["change"].value)[event.option_index])
        self.screen.set_focus(self.fields["what"].widget)

    def _offer(self) -> None:
        variants = self._variants(self.fields["change"].value)
        self._choice.clear_options()
        self._choice.add_options([Text(safe(self._words.in_text(one))) for one in variants])
        self._choice.highlighted = 0 if variants else None
        self._choice.display = len(variants) > 1
        if self._choice.display:
            self.call_after_refresh(self.scroll_to_widget, self._choice, animate=False)

    def _variants(self, change: Change | None) -> tuple[str, ...]:
        if change is Change.EASIER:
            return lines_of(self._before.easier)
        return lines_of(self._before.harder) if change is Change.HARDER else ()

    def _write(self, variant: str) -> None:
        """Puts a variant where it says how it goes from now on, unless something else is written there."""
        what = self.fields["what"].widget
        if isinstance(what, TextEditor) and what.answer in ("", *chain(*map(self._variants, Change))):
            what.selection = Selection((0, 0), what.document.end)
            what.write(variant) if variant else what.action_delete_left()


class AdaptScreen(FormScreen[Assignment]):
    """The form for a change of a task. Asking the therapist puts a question on the agenda in the same step."""

    ACTIONS = FORM_COMMANDS
    BINDINGS = bindings(FORM_COMMANDS)
    HINTS: ClassVar[dict[type, str]] = {Lines: "Arrows move, Enter takes one. Tab goes on."}

    def __init__(self, assignment: Record[Assignment]) -> None:
        super().__init__(assignment.content, edits=assignment.id)

    def title_words(self, *, editing: bool) -> str:
        """What is done here."""
        return "Homework, to adapt"

    def make_form(self, shown: FormState[Assignment], suggestions: Suggestions) -> AdaptForm:
        """The form of a change."""
        return AdaptForm(shown, suggestions, self, len(self._content.adaptations))

    def says_nothing(self, content: Assignment) -> bool:
        """Whether nothing changes."""
        return content == self._content

    async def saved(
        self, keeper: DraftKeeper[Assignment], save: Callable[[], Awaitable[Assignment]], words: str
    ) -> bool:
        """Saves the change; the question that goes with it is put on the agenda in the same step."""
        form = self.query_one(AdaptForm)
        content = form.state().content
        if self.says_nothing(content):
            self.journal.say("Nothing is changed yet. One word on what or why is enough.")
            return False
        asks = (change := form.adaptation()) is not None and change.ask
        return await super().saved(keeper, save, "Saved, and the question is on the agenda." if asks else words)
