"""Today: what to go on with, what to raise, and what was written last."""

import datetime as dt
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.errors import JournalError
from journal.model.dates import short_date
from journal.model.entry import Entry, EntryContent, heading
from journal.model.query import Query
from journal.safety.text import safe_line
from journal.tui.commands import PLACE_COMMANDS, bindings
from journal.tui.screens.base import PlaceScreen
from journal.tui.screens.record_form import NAMES
from journal.tui.widgets.lines import Lines
from journal.vault.drafts import Draft
from journal.vault.vault import Vault

_LATEST = 8
_RAISED = 5
_PLANNED = 3

_WELCOME = (
    "Nothing is written yet.\n\n"
    "After an exercise, or instead of one, press n and log as much or as little as you like: a single number is "
    "enough, and so is a line on why it wasn't the week for it.\n\n"
    "Everything starts private. What your therapist gets to see you choose later, line by line."
)


@dataclass(frozen=True)
class Agenda:
    """What Today shows."""

    drafts: tuple[Draft, ...]
    raised: tuple[Entry, ...]
    raised_in_all: int
    planned: tuple[Entry, ...]
    latest: tuple[Entry, ...]


def agenda(vault: Vault, today: dt.date) -> Agenda:
    """Reads what Today shows: what lies ahead is planned, the rest is the latest."""
    raised = Query(flagged=True)
    return Agenda(
        drafts=vault.drafts.list(),
        raised=vault.entries.page(raised, limit=_RAISED).entries,
        raised_in_all=vault.entries.count(raised),
        planned=vault.entries.page(Query(after=today + dt.timedelta(days=1)), limit=_PLANNED).entries[::-1],
        latest=vault.entries.page(Query(before=today), limit=_LATEST).entries,
    )


class TodayScreen(PlaceScreen):
    """The first place after unlocking."""

    CSS_PATH = "today.tcss"
    PLACE = "today"
    AUTO_FOCUS = "OptionList"
    BINDINGS = bindings(PLACE_COMMANDS)

    shown = Agenda((), (), 0, (), ())

    def compose_place(self) -> ComposeResult:
        """One list under its headings, or a word of welcome."""
        yield Static(Content(_WELCOME), id="welcome")
        yield Lines(id="agenda")

    def load(self) -> None:
        """Starts reading the agenda."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            self._show(await self.journal.vault.read(lambda vault: agenda(vault, self.journal.today())))
        except JournalError as error:
            self.journal.complain(error)

    def _show(self, agenda: Agenda) -> None:
        self.shown = agenda
        masked = self.journal.preferences.masked
        lines = self.query_one(OptionList)
        chosen = lines.highlighted
        lines.clear_options()
        more = agenda.raised_in_all - len(agenda.raised)
        raise_ = "To raise with my therapist" + (f"  (and {more} more: search flagged:yes)" if more else "")
        for title, found in (
            ("To go on with", [_draft_line(n, draft, masked) for n, draft in enumerate(agenda.drafts)]),
            (raise_, [_entry_line("raised", n, entry, masked) for n, entry in enumerate(agenda.raised)]),
            ("Planned", [_entry_line("planned", n, entry, masked) for n, entry in enumerate(agenda.planned)]),
            ("Latest", [_entry_line("latest", n, entry, masked) for n, entry in enumerate(agenda.latest)]),
        ):
            if found:
                lines.add_options([*([None] if lines.option_count else []), _title(title), *found])
        empty = not lines.option_count
        self.query_one("#welcome").display = empty
        lines.display = not empty
        if not empty:
            lines.highlighted = 1 if chosen is None else min(chosen, lines.option_count - 1)
            lines.focus()

    @on(OptionList.OptionSelected)
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        part, _, number = (event.option.id or "").partition(" ")
        if part == "draft":
            self.journal.go_on_with(self.shown.drafts[int(number)])
        elif part in ("raised", "planned", "latest"):
            entries: tuple[Entry, ...] = getattr(self.shown, part)
            await self.journal.read_entry(entries[int(number)])


def _title(words: str) -> Option:
    return Option(Content.styled(words, "bold $accent"), disabled=True)


def _draft_line(number: int, draft: Draft, masked: bool) -> Option:
    kept = draft.updated.astimezone()
    state = f"{'changes' if draft.edits else 'draft'}, kept {kept:%H:%M}"
    content = draft.content
    if isinstance(content, EntryContent):
        line = _line(content.when.date, content.kind.label, state, heading(content), masked)
    else:
        line = _line(kept.date(), NAMES[type(content)], state, content.heading, masked)
    return Option(line, id=f"draft {number}")


def _entry_line(part: str, number: int, entry: Entry, masked: bool) -> Option:
    content = entry.content
    state = content.outcome.label if content.outcome else ""
    line = _line(content.when.date, content.kind.label, state, heading(content), masked)
    return Option(line, id=f"{part} {number}")


def _line(date: dt.date, kind: str, state: str, title: str, masked: bool) -> Content:
    words = "·····" if masked else safe_line(title)[:200]
    return Content.assemble(
        (f"{short_date(date):<16}", "$text-muted"),
        f" {kind:<15} ",
        (f"{state:<22} ", "$text-muted"),
        words,
    )
