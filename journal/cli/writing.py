"""Something being written on the terminal, question by question, and kept as an encrypted draft after every answer."""

import datetime as dt
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Generic, NoReturn

from journal.cli import output
from journal.cli.answers import Value, read_answer, read_yes_no
from journal.cli.interrupts import Interrupted
from journal.cli.questions import Question, W
from journal.cli.terminal import Conversation, conversation
from journal.clock import today
from journal.errors import BadInput, JournalError, MaybeSaved, not_saved
from journal.model.fields import Input
from journal.safety.signals import held
from journal.vault.identity import new_id
from journal.vault.vault import Vault

STOP = "."
_HOW = (
    "Enter skips a question. A full stop alone ends the questions and saves what is there. "
    "Ctrl-C leaves; what was typed is then kept as a draft."
)
_SHOWN = 200  # characters of an answer that is there already


class Enough(Exception):
    """The person wants no more questions."""


class Writing(ABC, Generic[W]):
    """One new thing, from its first question until it is saved or kept as a draft.

    `name` is what it is called in sentences. Where it is `whole` it is saved with no question answered, too.
    """

    name: str
    whole = False

    def __init__(self, vault: Vault, content: W) -> None:
        self.vault = vault
        self.content = content
        self._blank = content
        self._draft = ""
        self._drafted: dt.datetime | None = None  # the instant of its latest state
        self._unread: dict[str, str] = {}
        self._asked: Question | None = None
        self._lines: list[str] = []
        self._id = ""

    @abstractmethod
    def head(self) -> str:
        """What is being written, in a line."""

    @abstractmethod
    def questions(self) -> Iterator[Question]:
        """The questions one by one; what comes later may depend on the content so far."""

    @abstractmethod
    def add(self, draft: str) -> str:
        """Puts the content into the journal in the place of this draft, and returns its id. Raises JournalError."""

    def ask_last(self) -> None:
        """Asks what there is to ask after the questions; nothing by default. Raises Interrupted and Enough."""

    def write(self) -> str:
        """Asks everything on the terminal and saves; returns the id. Raises Interrupted and JournalError."""
        with conversation() as talk:
            self._talk: Conversation = talk
            try:
                self._ask_all()
                return self._save()
            except Interrupted:
                output.say(self._keep())
                raise

    def _ask_all(self) -> None:
        self._talk.say(self.head())
        self.tell(_HOW)
        try:
            for question in self.questions():
                self._ask(question)
            self._asked = None
            self.ask_last()
        except Enough:
            pass
        self._asked = None

    def _save(self) -> str:
        if self.content == self._blank and not self.whole:
            raise BadInput("Nothing was answered, so nothing was saved.")
        while not self._id:
            try:
                with held():
                    with self.vault.atomic():
                        saved = self.add(self.vault.drafts.id_of(self._draft, self._drafted))
                    self._id = saved
            except JournalError as error:
                self.tell(f"{error.message} {error.hint}")
                if self._talk.line("Enter tries again, a full stop leaves: ").text.strip() == STOP:
                    self._leave(error)
        return self._id

    def _leave(self, error: JournalError) -> NoReturn:
        raise type(error)(f"{error.message} {not_saved(error, f'The {self.name}')}.", self._kept_so_far()) from None

    def _keep(self) -> str:
        """Keeps all that was typed, also what is only half there; returns a sentence on what became of it.

        Raises JournalError where it can't be kept.
        """
        if self._id:
            return f"The {self.name} was saved."
        self._take_unfinished()
        if self.content == self._blank and not self._unread:
            return "Nothing was typed, so nothing was kept."
        self._save_draft()
        return "What was typed is kept as a draft. Open journal to go on with it."

    def _ask(self, question: Question) -> None:
        self._asked, self._lines = question, []
        self.tell()
        self.tell(question.title)
        if present := question.present(self.content):
            self.tell(f"Now: {_shortened(present)}", indent="  ")
        for row in _rows(question.choices, self._width() - 2):
            self._talk.say(f"  {row}")
        if question.group:
            self._ask_group(question)
        elif question.spec.input is Input.TEXT:
            self._ask_text(question)
        else:
            self._ask_line(question)

    def _ask_line(self, question: Question) -> None:
        while typed := self.line("> "):
            try:
                self._answer(question, read_answer(question.spec, typed, today()))
                return
            except BadInput as problem:
                self.tell(f"{problem.message} {problem.hint}")

    def _ask_text(self, question: Question) -> None:
        self._talk.say("  As many lines as you like, then a full stop alone. Enter skips.")
        line = self._talk.line("> ", many=True)
        if not line.pasted and line.text.strip() == STOP:
            raise Enough
        if not line.pasted and not line.text.strip():
            return
        while line.pasted or line.text != STOP:
            self._lines.append(line.text)
            line = self._talk.line("> ", many=True)
        text, self._lines = "\n".join(self._lines), []
        self._answer(question, text)

    def _ask_group(self, question: Question) -> None:
        self._talk.say(f"  {len(question.group)} questions. Type y to answer them.")
        while typed := self.line("> "):
            try:
                if read_yes_no(typed):
                    for inner in question.group:
                        self._ask(inner)
                return
            except BadInput as problem:
                self.tell(f"{problem.message} {problem.hint}")

    def _answer(self, question: Question, value: Value) -> None:
        self.content = question.put(self.content, value)
        self._asked = None
        self.try_draft()

    def line(self, prompt: str) -> str:
        """The line that is typed next, without blanks around it. Raises Enough for a full stop, and Interrupted."""
        typed = self._talk.line(prompt).text.strip()
        if typed == STOP:
            raise Enough
        return typed

    def _take_unfinished(self) -> None:
        question, typed = self._asked, "\n".join([*self._lines, self._talk.unfinished]).rstrip("\n")
        if question is None or not typed.strip():
            return
        if question.spec.input is Input.GROUP:
            return
        try:
            value = typed if question.spec.input is Input.TEXT else read_answer(question.spec, typed, today())
            self.content = question.put(self.content, value)
        except BadInput:
            self._unread[".".join(question.path)] = typed

    def _save_draft(self) -> None:
        self._draft = self._draft or new_id(self.vault.clock())
        try:
            draft = self.vault.drafts.save(self.content, draft_id=self._draft, over=self._drafted, unread=self._unread)
        except MaybeSaved:
            self._drafted = None  # whichever is there is written over then
            raise
        self._draft, self._drafted = draft.id, draft.updated

    def try_draft(self) -> None:
        """Keeps a draft, or says why that can't be done for now."""
        try:
            self._save_draft()
        except JournalError as error:
            self.tell(f"This can't be kept for now: {error.message} You can go on; it is tried again.")

    def _kept_so_far(self) -> str:
        try:
            return self._keep()
        except JournalError:
            return "No draft of it could be kept either: copy it from the screen before you close it."

    def _width(self) -> int:
        return max(40, min(self._talk.columns(), 100))

    def tell(self, words: str = "", indent: str = "") -> None:
        """Shows a sentence on the terminal, or an empty line."""
        for row in textwrap.wrap(words, self._width(), initial_indent=indent, subsequent_indent=indent) or [""]:
            self._talk.say(row)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(' ', 1)[0]} …"


def _rows(choices: tuple[str, ...], width: int) -> list[str]:
    rows: list[str] = []
    for choice in choices:
        if rows and len(rows[-1]) + len(choice) + 3 <= width:
            rows[-1] += f"   {choice}"
        else:
            rows.append(choice)
    return rows
