"""The part of Progress in which it is chosen what a section shows."""

from collections.abc import Iterable

from textual import work

from journal.errors import JournalError
from journal.model.entry import Kind
from journal.model.homework import Assignment
from journal.model.ranges import Span
from journal.model.records import Record
from journal.tui.screens.progress.dialogs import Choice, ChooseScreen, Dates, DatesScreen
from journal.tui.screens.progress.page import ProgressPage
from journal.tui.screens.progress.section import Only, shown


class ProgressChoices(ProgressPage):
    """What is asked for the days, the scale and the entries that are shown."""

    def action_choose_range(self) -> None:
        """Asks for the days that are shown."""
        span, dates = self.ranges[self.section.measures]

        def dated(chosen: Dates | None) -> None:
            if chosen is not None:
                self._use_range(Span.DATES, chosen)

        def chosen(answer: str | None) -> None:
            if answer == Span.DATES.value:
                self.app.push_screen(DatesScreen(dates, self.journal.today()), dated)
            elif answer is not None:
                self._use_range(Span.of(answer), dates)

        choices = [Choice(one.value, one.label) for one in Span]
        self.app.push_screen(ChooseScreen("Which days?", choices, span.value), chosen)

    def _use_range(self, span: Span, dates: Dates) -> None:
        self.ranges[self.section.measures] = (span, dates)
        self.load()

    def action_choose_scale(self) -> None:
        """Asks for the scale that is shown."""
        section = self.section.id

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self.scales[section] = answer
                self.load()

        choices = [Choice(scale, name) for scale, name in self.page.choices]
        self.app.push_screen(ChooseScreen("Which scale?", choices, self.page.scale), chosen)

    @work(exclusive=True, group="choose")
    async def action_choose_only(self) -> None:
        """Asks which entries are shown: all, those of a kind, or those of an assignment."""
        try:
            assignments = await self.read(lambda vault: vault.assignments.list())
        except JournalError as error:
            self.journal.complain(error)
            return

        def chosen(answer: str | None) -> None:
            if answer is not None:
                what, _, which = answer.partition(" ")
                self.only = Only(
                    kind=Kind.of(which) if what == "kind" else None, assignment=which if what == "assignment" else ""
                )
                self.load()

        choices = _only_choices(assignments, self.asked.mask)
        self.app.push_screen(ChooseScreen("Which entries?", choices, _only_id(self.only)), chosen)


def _only_choices(assignments: Iterable[Record[Assignment]], mask: str) -> list[Choice]:
    choices = [Choice("all", "All entries")]
    choices += [Choice(f"kind {kind}", kind.label, "" if n else "By kind") for n, kind in enumerate(Kind)]
    latest = sorted(assignments, key=lambda one: one.id, reverse=True)
    choices += [
        Choice(f"assignment {one.id}", shown(one.content.heading, mask), "" if n else "By homework")
        for n, one in enumerate(latest)
    ]
    return choices


def _only_id(only: Only) -> str:
    if only.kind is not None:
        return f"kind {only.kind}"
    return f"assignment {only.assignment}" if only.assignment else "all"
