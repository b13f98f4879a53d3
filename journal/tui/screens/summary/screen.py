"""Choosing what is on the page for a session: every line of it can be switched and put into other words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError
from journal.model.ranges import Span
from journal.model.sharing import Audience
from journal.safety.text import safe
from journal.summary.length import Length, length
from journal.summary.lines import Line
from journal.summary.offer import EXCERPTS, MOST, OWN
from journal.summary.text import text
from journal.tui.commands import Command, bindings
from journal.tui.screens.list_and_page import ListAndPage
from journal.tui.screens.progress.dialogs import Choice, ChooseScreen, Dates, DatesScreen
from journal.tui.screens.summary.reading import SPANS, Asked, Lines, ShownLine, read_lines
from journal.tui.widgets.entry_line import MASKED
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.page_view import paragraph, title
from journal.tui.widgets.pick_list import Pick, PickList
from journal.vault.summary_choices import LineChoice, Rewording

_COMMANDS = (
    Command("switch", "space", "On/off", "Put this line on the page, or leave it out (Enter too)"),
    Command("reword", "e", "Reword", "Put this line into other words, on this page alone"),
    Command("show_page", "p", "Page", "See the page just as it would leave; Esc goes back"),
    Command("audience", "t", "", "Choose for my therapist, or for a joint session"),
    Command("days", "d", "", "Choose which days the page is about"),
    Command("export", "o", "Write", "Write the page to a file, encrypted or not"),
    Command("room", "i", "", "Show the page in the room: large, read only, and locked when left"),
    Command("back", "escape", "", "Go from the page to its lines, and from there back"),
)
_JOINT = (
    "For a joint session: only what was released for it. A couple therapist may not keep what one of you tells "
    "apart from the other; ask about their policy."
)
_NOTHING = (
    "Nothing of these days is on the page yet. s on an entry in the Journal chooses what of it may be shared; "
    "what stands below can be switched on here."
)
_MORE = "t the other reader · d other days · i in the room"
_THREE = f"There are {MOST} excerpts on the page already, and that is the most. Switch one of them off first."
_UNSET = {f"{OWN}urgent": "Anything urgent: e writes it", f"{OWN}next": "What I want next: e writes it"}


class SummaryScreen(ListAndPage[None]):
    """The lines that could be on the page, each on or off, and the page as it would leave."""

    CSS_PATH = "summary.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self, asked: Asked = Asked()) -> None:
        super().__init__()
        self.asked = asked
        self.shown: Lines | None = None

    def compose(self) -> ComposeResult:
        """Whose page of which days it is, what to know of it, its lines and the page."""
        yield Static("", classes="heading")
        yield Static("", classes="about")
        yield from self.compose_both()
        yield KeyLine()

    def on_mount(self) -> None:
        """Reads what the page could hold."""
        self.load()

    def on_screen_resume(self) -> None:
        """Reads it again, for what is shared may have changed meanwhile."""
        if self.shown is not None:
            self.load()

    # Reading

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Reads what the page could hold, with the cursor on the same line; then measures how long it is."""
        asked, now = self.asked, self.journal.now()
        try:
            shown = await self.read(lambda vault: read_lines(vault, asked, now))
            self.shown = shown
            self._show(shown, None)
            self._show(shown, await self.read(lambda vault: length(shown.draft.summary)))
        except JournalError as error:
            self.journal.complain(error)

    def _show(self, shown: Lines, measured: Length | None) -> None:
        for_whom, days = self.asked.audience.label, shown.draft.summary.period
        heading = f"Page for {for_whom} · {days}" + (f" · {measured.in_words}" if measured else "")
        self.query_one(".heading", Static).update(Content(heading))
        self.query_one(".about", Static).update(Content(self._to_know(shown, measured)))
        if measured is None:
            self.picks.show(list(self._rows(shown)), keep=self._key)

    def _to_know(self, shown: Lines, measured: Length | None) -> str:
        known = []
        if measured and measured.is_too_long:
            known.append(f"Too long: two pages are the most. Switch off what can wait. {measured.to_cut}")
        elif shown.draft.summary.empty:
            known.append(_NOTHING)
        if self.asked.audience is Audience.JOINT:
            known.append(_JOINT)
        known.append(_MORE)
        return "\n".join(known)

    def _rows(self, shown: Lines) -> Iterator[Pick | str]:
        before = ""
        for one in shown.shown:
            if one.section != before:
                yield from ("", one.section) if before else (one.section,)
            before = one.section
            yield self._pick(one)

    def _pick(self, one: ShownLine) -> Pick:
        line = one.line
        words = MASKED if self.journal.preferences.masked else one.words or _UNSET.get(line.key, "") or line.about
        note = f"reworded · {line.about}" if one.is_reworded and not line.key.startswith(OWN) else line.about
        return Pick(line.key, f"[{'x' if one.is_on else ' '}] {words}", note=note, quiet=not one.is_on)

    @property
    def _key(self) -> str:
        pick = self.picks.highlighted
        return pick.id if pick else ""

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        shown = self.shown.shown if self.shown else ()
        return next((one.line for one in shown if one.line.key == self._key), None)

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        shown, line = self.shown, self.line
        if shown is None or line is None:
            self.page.show("", lambda width: ())
            return

        def compose(width: int) -> Iterator[Block]:
            if self.page.has_focus:
                yield from _page(shown, width)
            elif self.journal.preferences.masked:
                yield Block("Titles are masked. Tab goes into this pane and shows the page.", "quiet")
            else:
                yield from self._about(line, shown)

        self.page.show(line.key, compose)

    def _about(self, line: Line, shown: Lines) -> Iterator[Block]:
        """A line in full, part by part, and whether it is on the page."""
        offer, choices = shown.draft.offer, shown.draft.choices
        yield from title(line.about, "On the page." if offer.is_on(line, choices) else "Not on the page.")
        instead = offer.wording(line, choices)
        for part in line.parts:
            if part.name in instead:
                yield from paragraph(f"{part.label}, in other words", instead[part.name] or "(left out)")
                yield from paragraph("In the journal", part.words, "quiet")
            else:
                yield from paragraph(part.label, part.words)
        if not line.parts:
            yield Block("")
            yield Block(safe(line.words))

    # Choosing

    @on(PickList.Chosen)
    def action_switch(self) -> None:
        """Puts the line on the page, or leaves it out."""
        shown, line = self.shown, self.line
        if self.page.has_focus or shown is None or line is None:
            return
        offer, choices = shown.draft.offer, shown.draft.choices
        choice = choices.get(line.key, LineChoice())
        is_on = offer.is_on(line, choices)
        if line.key.startswith(OWN) and not choice.wording:
            self.action_reword()
        elif not is_on and self._is_one_too_many(line, shown):
            self.journal.say(_THREE)
        else:
            self._choose(line, replace(choice, shown=not is_on))

    def _is_one_too_many(self, line: Line, shown: Lines) -> bool:
        excerpts = [one for one in shown.shown if one.section == EXCERPTS]
        return line in [one.line for one in excerpts] and sum(one.is_on for one in excerpts) >= MOST

    def action_reword(self) -> None:
        """Asks for other words, and puts the line on the page with them."""
        from journal.tui.screens.summary.reword import RewordScreen

        shown, line = self.shown, self.line
        if shown is None or line is None:
            return
        if not line.parts:
            self.journal.say("A plot is drawn from ratings; it has no words of its own.")
            return
        choice = shown.draft.choices.get(line.key, LineChoice())
        instead = shown.draft.offer.wording(line, shown.draft.choices)

        def answered(words: dict[str, str] | None) -> None:
            if words is not None:
                wording = {
                    part.name: Rewording(part.words, words[part.name])
                    for part in line.parts
                    if words[part.name] != part.words
                }
                self._choose(line, LineChoice(choice.shown if wording == choice.wording else True, wording=wording))

        self.app.push_screen(RewordScreen(line, instead), answered)

    @work(group="write")
    async def _choose(self, line: Line, choice: LineChoice) -> None:
        shown = self.shown
        if shown is None:
            return
        default = line.key not in shown.draft.offer.off
        if choice.shown is default or (line.key.startswith(OWN) and choice.shown):
            choice = replace(choice, shown=None)
        chosen = replace(choice, seen=line.digest if choice.shown else "")
        audience, now = self.asked.audience, self.journal.now()
        try:
            await self.journal.vault.write(lambda vault: vault.summary_choices.set(audience, line.key, chosen, now))
        except JournalError as error:
            self.journal.complain(error)
            return
        self.load()

    # For whom, of which days

    def action_audience(self) -> None:
        """Changes between the two readers."""
        others = {Audience.THERAPIST: Audience.JOINT, Audience.JOINT: Audience.THERAPIST}
        self.asked = replace(self.asked, audience=others[self.asked.audience])
        self.load()

    def action_days(self) -> None:
        """Asks which days the page is about."""
        choices = [Choice(span.value, span.label) for span in SPANS]
        self.app.push_screen(ChooseScreen("Which days is the page about?", choices, self.asked.span.value), self._days)

    def _days(self, span: str | None) -> None:
        if span is None:
            return
        if Span.of(span) is Span.DATES:
            self.app.push_screen(DatesScreen(self.asked.dates, self.journal.today()), self._dates)
            return
        self.asked = replace(self.asked, span=Span.of(span))
        self.load()

    def _dates(self, dates: Dates | None) -> None:
        if dates is not None:
            self.asked = replace(self.asked, span=Span.DATES, dates=dates)
            self.load()

    # Where it goes

    def action_export(self) -> None:
        """Asks how and where the page is to be written."""
        from journal.tui.screens.summary.export import ExportScreen

        if self._is_ready:
            self.app.push_screen(ExportScreen(self.asked))

    def action_room(self) -> None:
        """Shows the page in the room."""
        from journal.tui.screens.summary.room import RoomScreen

        if self._is_ready and self.shown is not None:
            self.app.push_screen(RoomScreen(self.shown.draft.summary))

    @property
    def _is_ready(self) -> bool:
        if self.shown is None:
            return False
        if self.shown.draft.summary.empty:
            self.journal.say("Nothing is on the page yet. Space puts a line on it.")
            return False
        return True

    # Moving about

    def action_show_page(self) -> None:
        """Shows the page as it would leave, or its lines again."""
        if self.page.has_focus:
            self.go_to_list()
        else:
            self.go_to_page()

    def action_back(self) -> None:
        """Goes from the page to its lines, and from there back."""
        if self.page.has_focus:
            self.go_to_list()
        else:
            self.dismiss(None)


def _page(shown: Lines, width: int) -> Iterator[Block]:
    for line in text(shown.draft.summary, max(20, width)).splitlines():
        yield Block(line)
