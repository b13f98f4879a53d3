"""Everything that is shared at present, with either reader, and taking it back."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.errors import JournalError
from journal.model.dates import short_when
from journal.model.entry import Entry, SharedPassage, heading
from journal.model.fields import Guard
from journal.model.passages import in_reading_order
from journal.model.query import Query
from journal.model.sharing import (
    Audience,
    audience_fields,
    audience_passages,
    filled,
    guard_of,
    passage_fields,
    still_shared,
)
from journal.safety.text import safe, safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.entry_names import entry_names
from journal.tui.screens.journal.pages import Opening, PagedList, opening
from journal.tui.screens.journal.reading_place import BESIDE_FROM_100
from journal.tui.screens.journal.share import field_texts
from journal.tui.widgets.entry_list import EntryList
from journal.tui.widgets.entry_page import Block, Names, concealed
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.page_view import Lead, PageView, title
from journal.vault.releases import TakenBack
from journal.vault.vault import Vault

_EMPTY = (
    "Nothing is shared with {reader}.\n\n"
    "Everything that you write is private until you share it. In the Journal, s on an entry chooses which fields of it "
    "go into a summary, and p which words of its texts. Here it can all be seen, and taken back."
)
_QUESTION = (
    "Take back everything that is shared with {reader}, of {count}?\n\n"
    "The next summary for that reader has nothing of it. Pages that left before keep what is on them."
)
_HEADING = "What is shared · x takes {what} back, X everything from this reader"
_ON_NOTHING = "Put the cursor on a field or a passage first: Down goes to the next one."

_COMMANDS = (
    Command("reader", "r,left,right", "Reader", "Show what the other reader gets: my therapist, or a joint session"),
    Command("take_back", "x,delete", "Take back", "Take back this entry; in the page, this field or this passage"),
    Command("take_all_back", "X", "", "Take back everything from this reader, after a question"),
    Command("undo", "u", "Undo", "Share again what was taken back last"),
    Command("share", "s,enter", "", "Choose what of this entry is shared, and with whom (Enter too)"),
    Command("close", "escape,q", "Back", "Go back"),
)


class SharedScreen(PagedList):
    """The entries of which something is shared, for one reader at a time, newest first, and what is shared of each."""

    CSS_PATH = "reading.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "EntryList"
    HORIZONTAL_BREAKPOINTS = BESIDE_FROM_100

    def __init__(self) -> None:
        super().__init__()
        self._reader = Audience.THERAPIST
        self._names = Names()
        self._taken: list[tuple[TakenBack, ...]] = []
        self._counts = dict.fromkeys(Audience, 0)
        self._shown_revision = -1
        self._parts: list[str | SharedPassage] = []  # what the lines of the page stand for, by number

    def compose(self) -> ComposeResult:
        """The readers, the list, and what is shared of the entry under its cursor."""
        yield Static(_HEADING.format(what="this entry"), id="heading", classes="heading")
        yield Static("", id="readers")
        yield Static("", id="empty")
        with Container(id="both"):
            yield EntryList()
            yield PageView()
        yield KeyLine()

    @property
    def page(self) -> PageView:
        """The page."""
        return self.query_one(PageView)

    # Reading

    def on_screen_resume(self) -> None:
        """Reads what is shared, if it may have changed since it was read."""
        if self._shown_revision != self.journal.revision:
            self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        self._shown_revision = self.journal.revision
        query, keep, near = Query(audiences=(self._reader,)), self.lines.highlighted, self.lines.cursor

        def read(vault: Vault) -> tuple[dict[Audience, int], Names, Opening]:
            counts = {audience: vault.entries.count(Query(audiences=(audience,))) for audience in Audience}
            return counts, entry_names(vault), opening(vault, query, keep, near)

        try:
            self._counts, self._names, found = await self.read(read)
        except JournalError as error:
            self.journal.complain(error)
            return
        self._show_readers()
        self.query_one("#empty", Static).update(Content(_EMPTY.format(reader=self._reader.label)))
        self.query_one("#empty").display = not found.total
        self.query_one("#both").display = bool(found.total)
        if not found.total:
            self.set_focus(None)
        elif self.focused is None:
            self.lines.focus()
        self.lines.masked = self.journal.preferences.masked
        self.show_opening(query, found)

    def _show_readers(self) -> None:
        parts: list[Content | str | tuple[str, str]] = []
        for audience in Audience:
            said = f"{audience.label[:1].upper()}{audience.label[1:]}: {_entries(self._counts[audience])}"
            here = audience is self._reader
            parts += [(f"› {said}", "bold $accent") if here else (f"  {said}", "$text-muted"), "   "]
        self.query_one("#readers", Static).update(Content.assemble(*parts))

    @on(EntryList.EntryHighlighted)
    def _highlighted(self, message: EntryList.EntryHighlighted) -> None:
        entry, page, reader = message.entry, self.page, self._reader
        parts = list(_parts(entry, reader)) if entry else []
        self._parts = [part for _, part in parts]

        def blocks(width: int) -> Iterator[Block]:
            if entry and self.journal.preferences.masked and not page.has_focus:
                yield from concealed(entry)
            elif entry:
                yield from _page(entry, parts, self._names)

        page.show(f"{reader} {entry.id}" if entry else "", blocks)

    # Moving about

    @on(events.DescendantFocus)
    def _say_what_x_is_for(self) -> None:
        what = "this part" if self.page.has_focus else "this entry"
        self.query_one("#heading", Static).update(Content(_HEADING.format(what=what)))

    def focus_next(self, selector: str | type[Widget] = "EntryList, PageView") -> Widget | None:
        """Goes from the list to the page and back; in the page, to the first thing that is shared."""
        focused = super().focus_next(selector)
        if focused is self.page and not self.page.lead:
            self.page.action_step(1)
        return focused

    def focus_previous(self, selector: str | type[Widget] = "EntryList, PageView") -> Widget | None:
        """The same, for there are two places to go to."""
        return self.focus_next(selector)

    def action_reader(self) -> None:
        """Shows what the other reader gets."""
        self._reader = Audience.JOINT if self._reader is Audience.THERAPIST else Audience.THERAPIST
        self._load()

    @on(EntryList.EntrySelected)
    @on(PageView.LeadChosen)
    def action_share(self) -> None:
        """Asks what of the entry is shared with whom."""
        from journal.tui.screens.journal.share import ShareScreen

        if entry := self.lines.highlighted:
            self.app.push_screen(ShareScreen(entry, self._names))

    def action_close(self) -> None:
        """Goes from the page to the list, and from the list back."""
        if self.focused is self.page:
            self.lines.focus()
        else:
            self.dismiss(None)

    # Taking back

    def action_take_back(self) -> None:
        """Takes back the entry under the cursor, or what the page's cursor is on."""
        entry, reader, only = self.lines.highlighted, self._reader, None
        if entry is None:
            return
        if self.focused is self.page:
            if not self.page.lead:
                self.journal.say(_ON_NOTHING)
                return
            only = self._parts[int(self.page.lead)]
        else:
            self.lines.highlighted = None  # until the list is read again, no key may act on what isn't there any more
        what = "The entry is" if only is None else "This is"
        self._take_back(
            lambda vault: vault.releases.take_back(reader, entry.id, only),
            f"{what} no longer shared with {reader.label}. u shares it again.",
        )

    def action_take_all_back(self) -> None:
        """Takes back everything from this reader, if the answer to a question is yes."""
        reader, count = self._reader, self._counts[self._reader]
        if not count:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.journal.say("Taking it back ...")  # of thousands of entries it takes a while
                self._take_back(
                    lambda vault: vault.releases.take_back(reader),
                    f"Nothing is shared with {reader.label} any more. u shares it again.",
                )

        question = _QUESTION.format(reader=reader.label, count=_entries(count))
        self.app.push_screen(ConfirmScreen(question, "Take all of it back", "Keep it shared"), answered)

    @work(group="write")
    async def _take_back(self, job: Callable[[Vault], tuple[TakenBack, ...]], said: str) -> None:
        try:
            taken = await self.journal.vault.write(job)
        except JournalError as error:
            self.journal.complain(error)
        else:
            if taken:
                self._taken.append(taken)
                self.journal.say(said)
                self.journal.changed()
        self._load()

    @work(group="write")
    async def action_undo(self) -> None:
        """Shares again what was taken back last."""
        if not self._taken:
            self.journal.say("Nothing was taken back here.")
            return
        taken = self._taken.pop()
        try:
            shared = await self.journal.vault.write(lambda vault: vault.releases.share_again(taken))
        except JournalError as error:
            self._taken.append(taken)
            self.journal.complain(error)
            return
        self._reader = taken[0].audience
        self.journal.say("Shared again." if shared else "It isn't in the journal any more.")
        self.journal.changed()
        self._load()


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}" if count else "nothing"


def _parts(entry: Entry, reader: Audience) -> Iterator[tuple[str, str | SharedPassage]]:
    """What is shared of an entry in reading order: the name of the field, and the field or the passage itself."""
    content = entry.content
    sharing = still_shared(content.sharing, content)
    names, passages = audience_fields(sharing, reader), audience_passages(sharing, reader)
    for name, _ in filled(content):
        if name in names:
            yield name, name
        yield from ((name, one) for one in in_reading_order(passages, passage_fields(content)) if one.field == name)


def _page(entry: Entry, parts: list[tuple[str, str | SharedPassage]], names: Names) -> Iterator[Block]:
    content = entry.content
    texts, labels = field_texts(content, names), dict(filled(content, names.scales))
    whole = {part for _, part in parts if isinstance(part, str)}
    yield from title(heading(content) or content.kind.label, f"{content.kind.label} · {short_when(content.when)}")
    for number, (name, part) in enumerate(parts):
        notes = ["a passage"] if isinstance(part, SharedPassage) else []
        notes += ["goes with the whole of it"] if notes and name in whole else []
        notes += ["guarded"] if guard_of(content.kind, name) is Guard.GUARDED else []
        yield Block("")
        yield Block(safe_line(" · ".join([labels[name], *notes])), "label")
        text = part.text if isinstance(part, SharedPassage) else texts.get(name, "")
        yield Lead(safe(text).expandtabs(4), indent=2, to=str(number))
