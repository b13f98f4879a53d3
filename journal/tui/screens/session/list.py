"""The half of Session that reads: the sessions and the agenda in one list, and the page of what is under the cursor."""

from collections.abc import Iterator

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError, NotFound
from journal.tui.screens.base import PlaceScreen
from journal.tui.screens.list_and_page import ListAndPage
from journal.tui.screens.session.pages import (
    ALOUD,
    ENTRY,
    LINE,
    SESSION,
    concealed_line,
    concealed_session,
    line_page,
    session_page,
    session_rows,
)
from journal.tui.screens.session.reading import Detail, Session, Sessions, read_detail, read_sessions
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList
from journal.vault.agenda import AgendaLine

_EMPTY = (
    "No session is noted yet, and nothing is on the agenda.\n\n"
    "s adds the next session with its date.\n"
    "q notes a question for it, t a topic, and h what is hard to say aloud: written down, it can be shown.\n\n"
    "Entries that are marked to raise with your therapist (r in the Journal) are on the agenda by themselves. "
    "After the session, w writes it up."
)


class SessionList(ListAndPage[None], PlaceScreen):
    """The next session, the agenda and the sessions that were, with the page of what is under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = Sessions()
        self.wish = ""  # the id of the pick that the cursor goes to when the list is read next

    def compose_place(self) -> ComposeResult:
        """The list and the page."""
        yield Static(Content(_EMPTY), id="empty")
        yield from self.compose_both()

    @property
    def session(self) -> Session | None:
        """The session under the cursor, or the one whose words are."""
        return self.shown.get(self._under(SESSION) or self._under(ALOUD))

    @property
    def is_on_words(self) -> bool:
        """Whether the cursor is on the words of a session that stand on the agenda, rather than on the session."""
        return bool(self._under(ALOUD))

    @property
    def line(self) -> AgendaLine | None:
        """The line of the agenda under the cursor."""
        return self.shown.line(self._under(LINE))

    def _under(self, kind: str) -> str:
        pick = self.picks.highlighted
        return pick.id.removeprefix(kind) if pick and pick.id.startswith(kind) else ""

    # Reading

    @property
    def is_old(self) -> bool:
        """Whether a session has begun since the list was read."""
        now = self.journal.now()
        return any(one.content.is_past(now) for one in self.shown.ahead)

    def load(self) -> None:
        """Starts reading the list, with the cursor on the same line."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        now = self.journal.now()
        try:
            self.shown = await self.read(lambda vault: read_sessions(vault, now))
        except JournalError as error:
            self.journal.complain(error)
            return
        shown = self.shown
        empty = not (shown.ahead or shown.past or shown.undated or shown.agenda)
        self.query_one("#empty").display = empty
        keep = self.wish or (self.picks.highlighted.id if self.picks.highlighted else "")
        self.wish = ""
        self.picks.show(list(session_rows(shown, now.date, masked=self.journal.preferences.masked)), keep=keep)
        self.show_both(shown=not empty)

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        session, line = self.session, self.line
        if session is not None:
            self._read_detail(session.id)
            return
        self.workers.cancel_group(self, "detail")
        if line is not None:
            self._show_line(line)
        else:
            self.page.show("", lambda width: ())

    def _show_line(self, line: AgendaLine) -> None:
        names = self.shown.names

        def compose(width: int) -> Iterator[Block]:
            yield from concealed_line(line) if self._is_hidden else line_page(line, width, names)

        self.page.show(f"{LINE}{line.key}", compose)

    @work(exclusive=True, group="detail")
    async def _read_detail(self, session_id: str) -> None:
        try:
            detail = await self.read(lambda vault: read_detail(vault, session_id))
        except NotFound:
            self.load()  # it was removed since the list was read
            return
        except JournalError as error:
            self.journal.complain(error)
            return
        self._show_session(detail)

    def _show_session(self, detail: Detail) -> None:
        today = self.journal.today()

        def compose(width: int) -> Iterator[Block]:
            hidden = self._is_hidden
            yield from concealed_session(detail.session, today) if hidden else session_page(detail, today)

        self.page.show(f"{SESSION}{detail.session.id}", compose)

    @property
    def _is_hidden(self) -> bool:
        return self.journal.preferences.masked and not self.page.has_focus

    # Moving about

    def action_read(self) -> None:
        """Goes into the page, which takes the whole screen where it is narrow."""
        if self.session or self.line:
            self.go_to_page()

    def action_back(self) -> None:
        """Goes from the page to the list."""
        self.go_to_list()

    def action_past(self) -> None:
        """Goes to the latest of the past sessions, and from there to the top."""
        places = {pick.id: place for place, pick in enumerate(self.picks.picks)}
        first = next(iter(self.shown.past), None)
        here = self.session is not None and self.session in self.shown.past
        if first is None:
            self.journal.say("There is no past session yet. s adds one, in the past too.")
        else:
            self.picks.move_to(0 if here else places[f"{SESSION}{first.id}"])

    @on(PageView.LeadChosen)
    def _lead_chosen(self, message: PageView.LeadChosen) -> None:
        self._read_entry(message.to.removeprefix(ENTRY))

    @work(exclusive=True, group="entry")
    async def _read_entry(self, entry_id: str) -> None:
        try:
            entry = await self.read(lambda vault: vault.entries.get(entry_id))
        except NotFound:
            self.journal.say("This entry isn't in the journal any more.")
            return
        except JournalError as error:
            self.journal.complain(error)
            return
        await self.journal.read_entry(entry)
