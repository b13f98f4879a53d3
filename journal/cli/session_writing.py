"""Sessions and items of the agenda being written on the terminal."""

from collections.abc import Iterator

from journal.cli.questions import Question, record_questions
from journal.cli.writing import Writing
from journal.clock import today
from journal.model.dates import short_date
from journal.model.session import AgendaItem, TherapySession


class SessionWriting(Writing[TherapySession]):
    """A new session. Its day is known, so it is whole; what was said in it is asked for once it was."""

    name = "session"
    whole = True

    def head(self) -> str:
        """The day and the time."""
        date, time = self.content.date, self.content.time
        return f"Session, {short_date(date)}{f', {time:%H:%M}' if time else ''}" if date else "Session"

    def questions(self) -> Iterator[Question]:
        """Time, who attends, and what is hard to say; notes and pace as well, unless it is still to come."""
        names = ["time"] if self.content.time is None else []
        names += ["attended", "hard_to_say"]
        if self.content.date is None or self.content.date <= today():
            names += ["notes", "pace"]
        return record_questions(self.content, *names)

    def add(self, draft: str) -> str:
        """Saves the session."""
        return self.vault.sessions.add(self.content, from_draft=draft).id


class AgendaWriting(Writing[AgendaItem]):
    """A new item of the agenda."""

    name = "item"

    def head(self) -> str:
        """What kind of item it is."""
        return f"Agenda, {self.content.kind.label}" if self.content.kind else "Agenda"

    def questions(self) -> Iterator[Question]:
        """What to bring up."""
        return record_questions(self.content, "text")

    def add(self, draft: str) -> str:
        """Saves the item."""
        return self.vault.agenda.add(self.content, from_draft=draft).id
