"""The stages of sensate focus: what the person and the therapist agreed on, and taking it back."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError
from journal.model.dates import short_date
from journal.model.focus import Focus
from journal.model.records import Record
from journal.model.sensate_focus import UNGATED, Stage, StageAgreement
from journal.tui.commands import HISTORY, Command, bindings
from journal.tui.screens.homework.focus_facts import focus_facts
from journal.tui.screens.list_and_page import ListAndPage
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.page_view import paragraph, title
from journal.tui.widgets.pick_list import Pick, PickList

_ABOUT = (
    "Exercises of stages 2 and 3 stay folded away until you record that you and your therapist agreed on the stage. "
    "Going back needs nobody and no reason."
)
_TALKED_ABOUT = (
    "Going to a later stage often takes time, and that is something to talk about in therapy. Late in the evening is "
    "rarely a good time. How often is agreed with your therapist; two or three times a week is common."
)
_COMMANDS = (
    Command("record", "r,enter", "Record", "Record that my therapist and I agreed on this stage (Enter too)"),
    Command("edit", "e", "Edit", "Edit the agreement on this stage"),
    HISTORY,
    Command("take_back", "w", "Take back", "Take the agreement on this stage back, from today"),
    Command("close", "escape,q", "Back", "Go back"),
)


class AgreementsScreen(ListAndPage[None]):
    """The four stages, each with what is agreed on it and since when."""

    CSS_PATH = "homework.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._agreements: tuple[Record[StageAgreement], ...] = ()
        self._practices: tuple[Focus, ...] = ()

    def compose(self) -> ComposeResult:
        """The stages, and what was agreed on the one under the cursor."""
        yield Static("Stages and agreements", classes="heading")
        yield Static(Content(_ABOUT), classes="about")
        yield from self.compose_both()
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """Reads the agreements, again after a form was in front."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            self._agreements, self._practices = await self.read(
                lambda vault: (vault.agreements.list(), vault.statistics.focus())
            )
        except JournalError as error:
            self.journal.complain(error)
            return
        keep = self.picks.highlighted.id if self.picks.highlighted else ""
        self.picks.show([self._pick(stage) for stage in Stage], keep=keep)

    def _pick(self, stage: Stage) -> Pick:
        return Pick(stage.value, f"Stage {stage.label}", note=self._words(stage))

    def _words(self, stage: Stage) -> str:
        if stage in UNGATED:
            return "always there"
        standing = _standing(self._agreements, stage)
        if standing is None or standing.content.agreed_on is None:
            return "not agreed"
        return f"since {short_date(standing.content.agreed_on)}"

    @property
    def _stage(self) -> Stage | None:
        pick = self.picks.highlighted
        return Stage.of(pick.id) if pick else None

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        if (stage := self._stage) is not None:
            words = self._words(stage)
            made = [one for one in self._agreements if one.content.stage is stage]
            facts = focus_facts((one for one in self._practices if one.stage is stage), self.journal.today())

            def compose(width: int) -> Iterator[Block]:
                masked = self.journal.preferences.masked and not self.page.has_focus
                return _page(stage, words, made, facts, masked=masked)

            self.page.show(stage.value, compose)

    @on(PickList.Chosen)
    def action_record(self) -> None:
        """Opens the form for an agreement on the stage, dated today."""
        if (stage := self._gated_stage()) is not None:
            if _standing(self._agreements, stage):
                self.journal.say("This is recorded already. e edits it, w takes it back.")
            else:
                self.journal.write_record(StageAgreement(stage=stage, agreed_on=self.journal.today()))

    def action_edit(self) -> None:
        """Opens the form on the agreement that stands, or else on the latest."""
        if (agreement := self._agreement()) is not None:
            self.journal.write_record(agreement.content, agreement.id)

    def action_history(self) -> None:
        """Shows the versions of the agreement that e would edit."""
        from journal.tui.screens.history import HistoryScreen

        if (agreement := self._agreement()) is not None:
            self.app.push_screen(HistoryScreen(StageAgreement, agreement.id))

    def _agreement(self) -> Record[StageAgreement] | None:
        """The agreement on the stage that stands, or else the latest; None after a word on why there is none."""
        stage = self._gated_stage()
        if stage is None:
            return None
        made = [one for one in self._agreements if one.content.stage is stage]
        if not made:
            self.journal.say("Nothing is recorded for this stage yet. r records it.")
            return None
        return _standing(self._agreements, stage) or made[-1]

    def _gated_stage(self) -> Stage | None:
        stage = self._stage
        if stage in UNGATED:
            self.journal.say("This stage is always there, and needs no agreement.")
            return None
        return stage

    @work(group="write")
    async def action_take_back(self) -> None:
        """Takes every agreement on the stage back; going back needs no question."""
        stage = self._gated_stage()
        if stage is None:
            return
        if _standing(self._agreements, stage) is None:
            self.journal.say("Nothing is agreed on this stage at present.")
            return
        try:
            await self.journal.vault.write(lambda vault: vault.agreements.take_back(stage))
        except JournalError as error:
            self.journal.complain(error)
            return
        self.journal.changed()
        self.journal.say(f"Stage {stage.value} is folded away again, and open homework of it is paused.")
        self._load()

    def action_close(self) -> None:
        """Goes back to the list, and from there to where this was opened."""
        if self.focused is self.page:
            self.go_to_list()
        else:
            self.dismiss(None)


def _standing(agreements: Sequence[Record[StageAgreement]], stage: Stage) -> Record[StageAgreement] | None:
    """The earliest agreement on a stage that wasn't taken back."""
    standing = [one for one in agreements if one.content.stage is stage and one.content.stands]
    return min(standing, key=lambda one: one.content.agreed_on or dt.date.max, default=None)


def _page(
    stage: Stage, words: str, made: Sequence[Record[StageAgreement]], facts: Sequence[str], *, masked: bool
) -> Iterator[Block]:
    yield from title(f"Stage {stage.label}", words[:1].upper() + words[1:])
    if words == "not agreed":
        yield Block("")
        yield Block("r records the agreement with its date.", "quiet")
    yield from paragraph("What was done", "" if masked else "\n".join(facts))
    for one in reversed(made):
        agreement = one.content
        when = f"Agreed on {short_date(agreement.agreed_on)}" if agreement.agreed_on else "Recorded without a date"
        until = f", taken back on {short_date(agreement.withdrawn_on)}" if agreement.withdrawn_on else ""
        note = "Titles are masked. Tab shows what was written." if masked and agreement.note else agreement.note
        if note:
            yield from paragraph(f"{when}{until}", note)
        else:
            yield Block("")
            yield Block(f"{when}{until}", "label")
    yield Block("")
    yield Block(_TALKED_ABOUT, "quiet")
