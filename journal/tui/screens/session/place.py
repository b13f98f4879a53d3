"""Session: the next one and those that were, the agenda, and what follows a session."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on, work

from journal.errors import JournalError, NotFound
from journal.model.dates import short_date
from journal.model.entry import Entry
from journal.model.homework import Assignment
from journal.model.session import AgendaItem, AgendaKind, TherapySession
from journal.tui.commands import HISTORY, LEDGER, PLACE_COMMANDS, Command, bindings, unlisted
from journal.tui.screens.session.list import SessionList
from journal.tui.screens.session.pages import ADD, LINE, SESSION
from journal.tui.screens.session.reading import Session
from journal.tui.widgets.pick_list import PickList
from journal.vault.vault import Vault

_COMMANDS = (
    Command("read", "enter", "", "Read what is under the cursor; Esc goes back to the list"),
    Command("add_session", "s", "Session", "Add a session, to come or past"),
    Command("add_item('question')", "q", "", "Put a question on the agenda"),
    Command("add_item('topic')", "t", "", "Put a topic on the agenda"),
    Command("add_item('hard_to_say')", "h", "", "Put something that is hard to say aloud on the agenda"),
    Command("top", "space", "", "Put this among the top three, or take it off them"),
    Command("move(-1)", "shift+up,K", "", "Move this up among the top three"),
    Command("move(1)", "shift+down,J", "", "Move this down among the top three"),
    Command("talked", "x", "", "It was talked about; on a session, choose all that was talked about in it"),
    Command("write_up", "w", "Write up", "After the session: notes, what was talked about, then homework"),
    Command("summary", "v", "Summary", "Choose what is on the page for the session, and see it"),
    Command("assign", "a", "", "Assign homework that comes from the session"),
    Command("edit", "e", "", "Edit this session, this item or this entry"),
    replace(HISTORY, key="H"),  # h is for what is hard to say
    Command("discard", "d", "", "Move this to the trash, or take an entry off the agenda; u takes it back"),
    Command("undo", "u", "", "Take back what was done last here"),
    LEDGER,
    Command("past", "p", "", "Go to the past sessions, and back to the top"),
    Command("back", "escape", "", "Go from the page to the list"),
)
_ON_AGENDA = "Put the cursor on something of the agenda first."
_IN_SESSION = "This is written in the session itself: e changes it there."
_NONE_HELD = "No session is noted up to now. s adds one, in the past too."


class SessionPlace(SessionList):
    """The place of the sessions and their agenda."""

    CSS_PATH = "session.tcss"
    PLACE = "session"
    ACTIONS: ClassVar[tuple[Command, ...]] = (*_COMMANDS, *unlisted(PLACE_COMMANDS, "app.log"))
    BINDINGS = bindings(ACTIONS)

    def __init__(self) -> None:
        super().__init__()
        self._undo: list[Callable[[Vault], object]] = []

    @on(PickList.Chosen)
    def _chosen(self, message: PickList.Chosen) -> None:
        if message.pick.id == ADD:
            self.action_add_session()
        else:
            self.action_read()

    # The page

    def action_summary(self) -> None:
        """Opens the page for the session."""
        from journal.tui.screens.summary.screen import SummaryScreen

        self.app.push_screen(SummaryScreen())

    # Writing

    def action_add_session(self) -> None:
        """Opens the form for a session."""
        self.journal.write_record(TherapySession(), then=partial(self._added, SESSION))

    def action_add_item(self, kind: str) -> None:
        """Opens the form for an item of the agenda."""
        self.journal.write_record(AgendaItem(kind=AgendaKind.of(kind)), then=partial(self._added, LINE))

    def _added(self, kind: str, record_id: str | None) -> None:
        if record_id:
            self.wish = f"{kind}{record_id}"
            self.load()  # the list may have been read by now

    def action_edit(self) -> None:
        """Opens the form on what is under the cursor."""
        session, line = self.session, self.line
        if session is not None:
            self.journal.write_record(session.content, session.id)
        elif line is not None and line.entry:
            self.journal.edit_entry(line.entry.id, line.entry.content)
        elif line is not None:
            self.journal.write_record(AgendaItem(kind=line.kind), line.id)

    def action_history(self) -> None:
        """Shows the versions of this session, this item or this entry."""
        from journal.tui.screens.history import HistoryScreen

        session, line = self.session, self.line
        if session is not None:
            self.app.push_screen(HistoryScreen(TherapySession, session.id))
        elif line is not None and line.entry:
            self.app.push_screen(HistoryScreen(Entry, line.entry.id))
        elif line is not None:
            self.app.push_screen(HistoryScreen(AgendaItem, line.id))

    # The agenda

    def action_top(self) -> None:
        """Puts the line among the top three, or takes it off them."""
        line = self.line
        if line is None:
            self.journal.say(_IN_SESSION if self.is_on_words else _ON_AGENDA)
        elif line.top:
            self._change(lambda vault: vault.agenda.leave(line), "No longer one of the top three.")
        else:
            self._change(lambda vault: vault.agenda.choose(line), "One of the top three.")

    def action_move(self, places: int) -> None:
        """Moves the line up or down among the top three."""
        line = self.line
        if line is None or not line.top:
            self.journal.say("Only the top three have an order of their own. Space puts something among them.")
        else:
            self._change(lambda vault: vault.agenda.move(line, places))

    def action_talked(self) -> None:
        """Notes that the line was talked about in the latest session; on a session, asks for all that was."""
        line, session = self.line, self._held()
        if session is None:
            return
        if line is None:
            self._ask_what_was_talked_about(session)
            return
        session_id = session.id
        self._change(
            lambda vault: vault.agenda.settle([line], session_id),
            f"Talked about in the {_named(session)}. u takes it back.",
            undo=lambda vault: vault.agenda.reopen(session_id, line.key),
        )

    # After a session

    def action_write_up(self) -> None:
        """Opens the notes of the session under the cursor, or of the latest one; then asks what follows."""
        from journal.tui.screens.session.after import SessionNotesScreen

        session = self._held()
        if session is not None:
            self.app.push_screen(
                SessionNotesScreen(session.content, edits=session.id), partial(self._written_up, session)
            )

    def _written_up(self, session: Session, saved: str | None) -> None:
        if saved:
            self.wish = f"{SESSION}{saved}"
            self._ask_what_was_talked_about(session)

    def _ask_what_was_talked_about(self, session: Session) -> None:
        from journal.tui.screens.session.after import TalkedScreen

        def answered(to_homework: bool | None) -> None:
            if to_homework:
                self._assign_from(session)

        self.app.push_screen(TalkedScreen(session), answered)

    def action_assign(self) -> None:
        """Asks where homework from the session comes from, and assigns it."""
        session = self._held()
        if session is not None:
            self._assign_from(session)

    def _assign_from(self, session: Session) -> None:
        from journal.tui.screens.homework.assigning import From
        from journal.tui.screens.homework.library import LibraryScreen
        from journal.tui.screens.session.after import AssignScreen

        def answered(from_library: bool | None) -> None:
            if from_library:
                self.app.push_screen(LibraryScreen(source=From(session.id, session.content.date)))
            elif from_library is not None:
                on = session.content.date or self.journal.today()
                self.journal.write_record(Assignment(assigned_on=on, state_since=on, session=session.id))

        self.app.push_screen(AssignScreen(_named(session)), answered)

    def _held(self) -> Session | None:
        """The session under the cursor if it was, else the latest one; None after a word on why there is none."""
        here, now = self.session, self.journal.now()
        # One of today may have been, whatever its time: it may have begun earlier than planned.
        if here is not None and (here.content.date == now.date or here.content.has_begun(now)):
            return here
        held = self.shown.held(now)
        if held is None:
            self.journal.say(_NONE_HELD)
        return held

    # Removing, and taking back

    def action_discard(self) -> None:
        """Moves a session or an item to the trash, and takes the mark off an entry."""
        session, line = self.session, self.line
        if self.is_on_words:
            self.journal.say(_IN_SESSION)
        elif session is not None:
            session_id = session.id
            self._change(
                lambda vault: vault.sessions.remove(session_id),
                "Moved to the trash; what was talked about in it is open again. u puts it back.",
                undo=lambda vault: vault.record_trash.put_back(session_id),
            )
        elif line is not None and line.entry:
            entry_id = line.entry.id
            self._change(
                lambda vault: vault.entries.flag(entry_id, flagged=False),
                "No longer to raise with my therapist; the entry stays. u takes it back.",
                undo=lambda vault: vault.entries.flag(entry_id, flagged=True),
            )
        elif line is not None:
            item_id = line.id
            self._change(
                lambda vault: vault.agenda.remove(item_id),
                "Moved to the trash. u puts it back.",
                undo=lambda vault: vault.record_trash.put_back(item_id),
            )

    @work(group="write")
    async def action_undo(self) -> None:
        """Takes back what was done last."""
        while self._undo:
            job = self._undo.pop()
            try:
                await self.journal.vault.write(job)
            except NotFound:
                continue  # put back or deleted for good in the trash
            except JournalError as error:
                self._undo.append(job)
                self.journal.complain(error)
                return
            self._changed("Taken back.")
            return
        self.journal.say("There is nothing to take back here.")

    @work(group="write")
    async def _change(
        self, job: Callable[[Vault], object], said: str = "", undo: Callable[[Vault], object] | None = None
    ) -> None:
        try:
            await self.journal.vault.write(job)
        except NotFound:
            self._changed("")  # it was removed meanwhile, as when a key was pressed twice
            return
        except JournalError as error:
            self.journal.complain(error)
            return
        if undo is not None:
            self._undo.append(undo)
        self._changed(said)

    def _changed(self, said: str) -> None:
        if said:
            self.journal.say(said)
        self.journal.changed()
        self.shown_revision = self.journal.revision
        self.load()


def _named(session: Session) -> str:
    return f"session of {short_date(session.content.date)}" if session.content.date else "session"
