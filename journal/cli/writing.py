"""An entry being written on the terminal, kept as an encrypted draft after every answer."""

import textwrap
from dataclasses import replace

from journal.cli.answers import Value, read_answer, read_yes_no
from journal.cli.interrupts import held
from journal.cli.questions import Question, questions
from journal.cli.terminal import Conversation
from journal.errors import BadInput, JournalError
from journal.model.dates import long_date, short_when
from journal.model.entry import Entry, EntryContent
from journal.model.fields import Input
from journal.model.sharing import Audience, filled, open_names, with_audience_fields
from journal.vault.vault import Vault

STOP = "."
_HOW = (
    "Enter skips a question. A full stop alone ends the questions and saves what is there. "
    "Ctrl-C leaves; what was typed is then kept as a draft."
)


class _Enough(Exception):
    """The person wants no more questions."""


class Writing:
    """One new entry, from its first question until it is saved or kept as a draft."""

    def __init__(self, vault: Vault, content: EntryContent, talk: Conversation) -> None:
        self._vault = vault
        self._talk = talk
        self._blank = self._content = content
        self._draft = ""
        self._unread: dict[str, str] = {}
        self._asked: Question | None = None
        self._lines: list[str] = []
        self._entry: Entry | None = None

    def ask_all(self) -> None:
        """Asks every question, and what may be shared. Raises Interrupted."""
        self._talk.say(f"{self._content.kind.label}, {_when(self._content)}")
        self._tell(_HOW)
        try:
            for question in questions(self._content.kind):
                self._ask(question)
            self._ask_sharing()
        except _Enough:
            pass
        self._asked = None

    def save(self) -> Entry:
        """Saves the entry; where that can't be done, asks whether to try again. Raises JournalError and Interrupted."""
        if self._content == self._blank:
            raise BadInput("Nothing was answered, so nothing was saved.")
        while True:
            try:
                with held():
                    self._entry = self._vault.entries.add(self._content, from_draft=self._draft)
                return self._entry
            except JournalError as error:
                self._tell(f"{error.message} {error.hint}")
                if self._talk.line("Enter tries again, a full stop leaves: ").text.strip() == STOP:
                    raise type(error)(f"{error.message} The entry was not saved.", self._kept_so_far()) from None

    def keep(self) -> str:
        """Keeps all that was typed, also what is only half there; returns a sentence on what became of it.

        Raises JournalError where it can't be kept.
        """
        if self._entry is not None:
            return "The entry was saved."
        self._take_unfinished()
        if self._content == self._blank and not self._unread:
            return "Nothing was typed, so nothing was kept."
        self._save_draft()
        return "What was typed is kept as a draft. Open journal to go on with it."

    def _ask(self, question: Question) -> None:
        self._asked, self._lines = question, []
        self._talk.say()
        self._tell(question.title)
        for row in _rows(question.choices, self._width() - 2):
            self._talk.say(f"  {row}")
        if question.group:
            self._ask_group(question)
        elif question.spec.input is Input.TEXT:
            self._ask_text(question)
        else:
            self._ask_line(question)

    def _ask_line(self, question: Question) -> None:
        while typed := self._line("> "):
            try:
                self._answer(question, read_answer(question.spec, typed))
                return
            except BadInput as problem:
                self._tell(f"{problem.message} {problem.hint}")

    def _ask_text(self, question: Question) -> None:
        self._talk.say("  As many lines as you like, then a full stop alone. Enter skips.")
        line = self._talk.line("> ", many=True)
        if not line.pasted and line.text.strip() == STOP:
            raise _Enough
        if not line.pasted and not line.text.strip():
            return
        while line.pasted or line.text != STOP:
            self._lines.append(line.text)
            line = self._talk.line("> ", many=True)
        text, self._lines = "\n".join(self._lines), []
        self._answer(question, text)

    def _ask_group(self, question: Question) -> None:
        self._talk.say(f"  {len(question.group)} questions. Type y to answer them.")
        while typed := self._line("> "):
            try:
                if read_yes_no(typed):
                    for inner in question.group:
                        self._ask(inner)
                return
            except BadInput as problem:
                self._tell(f"{problem.message} {problem.hint}")

    def _ask_sharing(self) -> None:
        self._asked = None
        offers: list[tuple[str, frozenset[str]]] = [("nothing", frozenset())]
        labels = dict(filled(self._content))
        in_bulk = open_names(self._content)
        if "topic" in labels:
            offers.append(("only the topic label", frozenset({"topic"})))
        if in_bulk - {"topic", "time"}:
            named = ", ".join(label for name, label in labels.items() if name in in_bulk)
            offers.append((f"everything but the guarded fields: {named}", in_bulk))
        if len(offers) == 1:
            return
        self._talk.say()
        self._talk.say("What may your therapist see of this, once you export a summary? Enter means nothing.")
        for number, (words, _) in enumerate(offers, start=1):
            self._tell(f"{number} {words}", indent="  ")
        while typed := self._line("> "):
            if typed.isascii() and typed.isdigit() and len(typed) < 3 and 1 <= int(typed) <= len(offers):
                sharing = with_audience_fields(self._content.sharing, Audience.THERAPIST, offers[int(typed) - 1][1])
                self._content = replace(self._content, sharing=sharing)
                self._try_draft()
                return
            self._tell(f"Type a number from 1 to {len(offers)}.")

    def _answer(self, question: Question, value: Value) -> None:
        self._content = question.put(self._content, value)
        self._asked = None
        self._try_draft()

    def _line(self, prompt: str) -> str:
        typed = self._talk.line(prompt).text.strip()
        if typed == STOP:
            raise _Enough
        return typed

    def _take_unfinished(self) -> None:
        question, typed = self._asked, "\n".join([*self._lines, self._talk.unfinished]).rstrip("\n")
        if question is None or not typed.strip():
            return
        if question.spec.input is Input.GROUP:
            return
        try:
            value = typed if question.spec.input is Input.TEXT else read_answer(question.spec, typed)
            self._content = question.put(self._content, value)
        except BadInput:
            self._unread[".".join(question.path)] = typed

    def _save_draft(self) -> None:
        self._draft = self._vault.drafts.save(self._content, draft_id=self._draft, unread=self._unread).id

    def _try_draft(self) -> None:
        try:
            self._save_draft()
        except JournalError as error:
            self._tell(f"This can't be kept for now: {error.message} You can go on; it is tried again.")

    def _kept_so_far(self) -> str:
        try:
            return self.keep()
        except JournalError:
            return "No draft of it could be kept either: copy it from the screen before you close it."

    def _width(self) -> int:
        return max(40, min(self._talk.columns(), 100))

    def _tell(self, words: str, indent: str = "") -> None:
        for row in textwrap.wrap(words, self._width(), initial_indent=indent, subsequent_indent=indent):
            self._talk.say(row)


def _when(content: EntryContent) -> str:
    return short_when(content.when) if content.when.time else long_date(content.when.date)


def _rows(choices: tuple[str, ...], width: int) -> list[str]:
    rows: list[str] = []
    for choice in choices:
        if rows and len(rows[-1]) + len(choice) + 3 <= width:
            rows[-1] += f"   {choice}"
        else:
            rows.append(choice)
    return rows
