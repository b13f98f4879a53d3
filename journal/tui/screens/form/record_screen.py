"""Writing a record: an assignment, a session, a goal and the like."""

import contextlib

from journal.errors import JournalError
from journal.model.exercise import Exercise
from journal.model.fields import Input, fields_of
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Assignment, waits
from journal.model.measures import Gad7, OutsideScore, OwnScale
from journal.model.records import Content
from journal.model.sensate_focus import StageAgreement
from journal.model.session import AgendaItem, TherapySession
from journal.model.shared_copy import SharedCopy
from journal.model.timer import Practice
from journal.tui.commands import bindings
from journal.tui.screens.form.fields import Suggestions
from journal.tui.screens.form.form import FormState
from journal.tui.screens.form.record import RecordForm
from journal.tui.screens.form.screen import FORM_COMMANDS, FormScreen
from journal.tui.screens.homework.assigning import offer_agreements

NAMES: dict[type[Content], str] = {
    Assignment: "Homework",
    StageAgreement: "Stage agreement",
    TherapySession: "Session",
    AgendaItem: "Agenda",
    Goal: "Goal",
    GoalProgress: "Goal, how near it feels",
    OwnScale: "Scale of my own",
    OutsideScore: "Score I was given",
    Gad7: "GAD-7",
    Exercise: "Exercise of my own",
    Practice: "Practice",
    SharedCopy: "Copy that was shared",
}

_INTROS: dict[type[Content], str] = {
    StageAgreement: "Stages 2 and 3 wait until you and your therapist have agreed on them. Stepping back needs nobody.",
    OwnScale: "A scale that you or your therapist want to use. Every entry offers it then, among More ratings.",
    OutsideScore: "A score that your therapist or somebody else gave you. What it means is for you and them to say.",
    Gad7: (
        "Over the last two weeks, how often have you been bothered by the following problems? The answers are added, "
        "from 0 for the first to 3 for the last; what the sum means is for you and your therapist to say."
    ),
}


class RecordFormScreen(FormScreen[Content]):
    """The form for a record of any type."""

    ACTIONS = FORM_COMMANDS
    BINDINGS = bindings(FORM_COMMANDS)

    def title_words(self, *, editing: bool) -> str:
        """What kind of thing it is."""
        return f"{name_of(self._content)}, {'changes' if editing else 'new'}"

    def intro(self) -> str:
        """What the form is for, where its fields don't say it."""
        return _INTROS.get(type(self._content), "")

    def make_form(self, shown: FormState[Content], suggestions: Suggestions) -> RecordForm:
        """The form of a record."""
        return RecordForm(shown, suggestions, self.journal.today)

    async def refused(self, error: JournalError) -> None:
        """Says why it could not be saved; where homework waits for an agreement, in the offer to go and record one."""
        content, why = self.query_one(RecordForm).content(), ""
        if isinstance(content, Assignment):
            with contextlib.suppress(JournalError):
                why = waits(content, await self.read(lambda vault: vault.assignments.open_stages()))
        if why and why.startswith(error.message):
            self.say_status("Not saved", problem=True)
            offer_agreements(self.journal, why)
        else:
            await super().refused(error)

    def says_nothing(self, content: Content) -> bool:
        """Whether there is no more in it than its day, which is there from the start; for a session that is enough.

        An item of the agenda without words says nothing, whatever its kind.
        """
        if isinstance(content, AgendaItem):
            return not content.text.strip()
        record: type = type(content)
        empty, enough = record(), isinstance(content, TherapySession)
        return all(
            getattr(content, spec.name) == getattr(empty, spec.name)
            for spec in fields_of(record)
            if enough or spec.input is not Input.DATE
        )


def name_of(content: Content) -> str:
    """What kind of thing it is, in one or a few words: for an item of the agenda, what it is there."""
    if isinstance(content, AgendaItem) and content.kind is not None:
        return content.kind.label.capitalize()
    return NAMES[type(content)]
