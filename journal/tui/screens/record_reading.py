"""A record in full, to be read."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content as Text
from textual.widgets import Static

from journal.model.dates import short_date
from journal.model.fields import Input, fields_of
from journal.model.homework import Assignment, state_in_words
from journal.model.reading import Answer, record_answers
from journal.model.records import Content
from journal.model.session import AgendaItem
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.screens.form.record_screen import name_of
from journal.tui.screens.homework.exercise_page import safety_notes
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import PageView, paragraph, table, title

_COMMANDS = (
    Command("edit", "e", "Edit", "Edit it; the version before it is kept"),
    Command("close", "escape,q", "Back", "Go back"),
)
_MASKED = "Titles are masked. Tab goes into this pane and shows what was written."
_LONG = (Input.TEXT, Input.GROUP)
_WIDEST_LABEL = 22  # a label that is a sentence has no room beside its answer


class RecordScreen(DialogScreen[bool]):
    """The answers of a record, as (label, text). It ends with True where it is to be edited."""

    CSS_PATH: ClassVar = ["dialogs.tcss", "progress/progress.tcss"]
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "PageView"

    def __init__(self, heading: str, answers: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._heading, self._answers = heading, tuple(answers)

    def compose(self) -> ComposeResult:
        """The page, and its keys."""
        with Vertical(classes="dialog -wide"):
            yield PageView()
            yield Static(Text("e edits it.  Esc goes back."), classes="quiet")

    def on_mount(self) -> None:
        """Shows the answers."""
        self.query_one(PageView).show("", self._blocks)

    def _blocks(self, width: int) -> Iterator[Block]:
        yield from title(self._heading)
        for label, text in self._answers:
            yield from paragraph(label, text)

    def action_edit(self) -> None:
        """Goes to the form."""
        self.dismiss(True)


def record_page(
    content: Content, answers: Iterable[Answer], changed: Collection[str] = (), safety: Iterable[str] = ()
) -> Iterator[Block]:
    """A record with its answers, the short ones first, and safety notes; answers that `changed` names get a mark."""
    name = name_of(content)
    heading = content.heading or name
    yield from title(heading, name if name != heading else "")
    kind: type = type(content)
    long = {spec.name for spec in fields_of(kind) if spec.input in _LONG or len(spec.label) > _WIDEST_LABEL}
    read = [answer for answer in answers if answer.text.strip()]
    short = [answer for answer in read if not answer.long and answer.name not in long]
    rows = list(table((answer.label, answer.text) for answer in short))
    yield from rows[:1]
    for answer, block in zip(short, rows[1:], strict=True):
        yield replace(block, marked=answer.name in changed)
    for answer in read:
        if answer not in short:
            for block in paragraph(answer.label, answer.text):
                yield replace(block, marked=bool(block.text) and answer.name in changed)
    yield from safety_notes(safety)


def concealed_page(name: str, about: str = "") -> Iterator[Block]:
    """What is shown while titles are masked: no more than what kind of thing it is."""
    yield from title(name, about)
    yield Block("")
    yield Block(_MASKED, "quiet")


def full_answers(content: Content, sessions: Mapping[str, str]) -> tuple[Answer, ...]:
    """Every filled field of a record, and what isn't asked for in its form: where it stands and what became of it.

    `sessions` has words for each session by its id.
    """
    read = record_answers(content)
    match content:
        case Assignment():
            return (_state(content), *read, *_of_session("Comes from", content.session, sessions), *_changes(content))
        case AgendaItem():
            place = [Answer("rank", "Among the top three", str(content.rank))] if content.top and content.rank else []
            return (*read, *place, *_of_session("Talked about in", content.session, sessions))
    return read


def _state(content: Assignment) -> Answer:
    return Answer("state", "State", state_in_words(content))


def _of_session(label: str, session: str, sessions: Mapping[str, str]) -> Iterator[Answer]:
    if session:
        yield Answer("session", label, sessions.get(session, "a session that isn't here any more"))


def _changes(content: Assignment) -> Iterator[Answer]:
    for number, change in enumerate(content.adaptations):
        said = "\n".join(f"{answer.label}: {answer.text}" for answer in record_answers(change))
        yield Answer(f"adaptations {number}", f"Changed on {short_date(change.on)}", said or "without words", long=True)
