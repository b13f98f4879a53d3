"""Writing the page to a file: as what, behind what, and where to."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from journal.errors import BadInput, JournalError
from journal.model.dates import When
from journal.model.fields import Term
from journal.model.records import Record
from journal.model.shared_copy import SharedCopy
from journal.outgoing import default_name
from journal.outgoing.delivery import ForRecipients, InPlain, Lock, WithPassphrase, WithPassword, deliver
from journal.safety.text import safe
from journal.summary import Format, render
from journal.summary.redact import QUESTION, NameWarning, warnings
from journal.summary.shared import shared_summary
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.new_secret import NewSecret
from journal.tui.screens.summary.reading import Asked, Page, read_page
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.options import OptionsInput
from journal.vault.vault import Vault

_COMMANDS = (
    Command("write", "ctrl+s", "Write", "Write the page to the file", priority=True),
    Command("offer", "ctrl+g", "Suggest", "Suggest a passphrase of six random words", priority=True),
    Command("close", "escape", "Back", "Go back; nothing is written"),
)
_WORD = "plain"
_CONSENT = f"Anyone who has the file can read it. Type {_WORD} to agree to that."
_KEY = "The public key that the reader made with age-keygen. It begins with age1."
_PDF = "The PDF opens with it in any reader of PDF. Give it to whoever is to read it, but not along with the file."
_NOT_IN_LEDGER = "The journal can't be written to, so this copy isn't in its ledger."
_AGE = "The file is encrypted with age, and opens with the program age. A PDF needs no such program."


class Kept(Term):
    """What a copy is kept by."""

    SECRET = "secret", "a password"
    KEY = "key", "the reader's key"
    PLAIN = "plain", "nothing"


@dataclass(frozen=True)
class Wish:
    """How the page is to be written."""

    format: Format
    place: Path
    lock: Lock


class ExportScreen(JournalScreen[None]):
    """The kind of file, what it is kept by, and its place; then the page is written and noted in the ledger."""

    CSS_PATH = "summary.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "OptionsInput"

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked
        self._formats = OptionsInput(list(Format), (Format.PDF,))
        self._ways = OptionsInput(list(Kept), (Kept.SECRET,))

    def compose(self) -> ComposeResult:
        """One field below the other."""
        yield Static(Content(f"Write the page for {self._asked.audience.label}"), classes="heading")
        with VerticalScroll(can_focus=False, id="export"):
            yield Static("As", classes="label")
            yield self._formats
            yield Static("Kept by", classes="label")
            yield self._ways
            yield Static("", id="why", classes="quiet")
            yield NewSecret("password", "file")
            yield Input(id="word")
            yield Static("Where to", classes="label")
            yield Input(id="place")
            yield Button("Write it", id="write", variant="primary")
            yield Static("", id="said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Shows what the first choice asks for."""
        self._arrange()

    @property
    def _format(self) -> Format:
        return self._formats.answer[0] if self._formats.answer else Format.PDF

    @property
    def _kept(self) -> Kept:
        return self._ways.answer[0] if self._ways.answer else Kept.SECRET

    @on(OptionsInput.Changed)
    def _arrange(self) -> None:
        """Shows the lines that the choice asks for, and a place with the right ending."""
        kept, pdf = self._kept, self._format is Format.PDF
        why = {Kept.SECRET: _PDF if pdf else _AGE, Kept.KEY: _KEY, Kept.PLAIN: _CONSENT}
        self.query_one("#why", Static).update(Content(why[kept]))
        self.query_one(NewSecret).display = kept is Kept.SECRET
        self.query_one("#word").display = kept is not Kept.SECRET
        place = self.query_one("#place", Input)
        if not place.value or Path(place.value).name in self._names():
            place.value = str(
                (Path(place.value).parent if place.value else Path.home()) / self._named(self._format, kept)
            )

    def _names(self) -> frozenset[str]:
        return frozenset(self._named(one, kept) for one in Format for kept in Kept)

    def _named(self, form: Format, kept: Kept) -> str:
        encrypted = kept is Kept.KEY or (kept is Kept.SECRET and form is not Format.PDF)
        return default_name("summary", self.journal.today(), form.value) + (".age" if encrypted else "")

    def action_offer(self) -> None:
        """Shows six random words, to be typed into both lines."""
        if self._kept is Kept.SECRET:
            self.query_one(NewSecret).offer()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "place":
            self.action_write()
        elif event.input.id == "word" and (problem := self._lacking()):
            self._say(problem, "word")  # what is typed next belongs here, and not into the name of the file
        else:
            self.focus_next()

    @on(Button.Pressed)
    def action_write(self) -> None:
        """Writes the page, once."""
        if not self._is_at_it:
            self._write()

    @property
    def _is_at_it(self) -> bool:
        return any(worker.group == "export" and not worker.is_finished for worker in self.workers)

    @work(group="export")
    async def _write(self) -> None:
        wish = self._wish()
        if wish is None or (self._kept is Kept.SECRET and not await self.query_one(NewSecret).accepted()):
            return
        asked, now = self._asked, self.journal.now()
        try:
            page = await self.read(lambda vault: read_page(vault, asked, now))
            page.length.refuse_too_long()
            if not await self._agreed(warnings(page.draft.summary, page.draft.names)):
                return
            self._say("Writing the page …", problem=False)
            noted = await self.journal.vault.by_itself(lambda vault: _leave(vault, page, wish, now))
        except JournalError as error:
            self._say(f"{error.message} {error.hint}", "place" if isinstance(error, BadInput) else "")
            return
        self.journal.changed()
        self.journal.say(f"Written to {wish.place}. {'It is in the ledger.' if noted else _NOT_IN_LEDGER}")
        self.dismiss(None)

    def _wish(self) -> Wish | None:
        """What was asked for; None after saying what is missing."""
        typed = {line.id: line.value for line in self.query(Input)}
        place, kept = typed["place"].strip(), self._kept
        if kept is Kept.SECRET and (problem := self.query_one(NewSecret).problem()):
            self._say(problem)
        elif problem := self._lacking():
            self._say(problem, "word")
        elif not place:
            self._say("Say where the file goes.", "place")
        else:
            try:
                return Wish(self._format, Path(place).expanduser(), self._lock(typed["secret"], typed["word"].strip()))
            except RuntimeError:
                self._say("The path begins with ~ and a user that isn't there. Write it in full.", "place")
        return None

    def _lacking(self) -> str:
        """What the line for a key or for consent lacks; "" where nothing."""
        word = self.query_one("#word", Input).value.strip()
        if self._kept is Kept.KEY and not word:
            return "Name the reader's public key."
        return f"It takes the word {_WORD}." if self._kept is Kept.PLAIN and word.lower() != _WORD else ""

    def _lock(self, secret: str, word: str) -> Lock:
        if self._kept is Kept.PLAIN:
            return InPlain()
        if self._kept is Kept.KEY:
            return ForRecipients((word,))
        return WithPassword(secret) if self._format is Format.PDF else WithPassphrase(secret)

    async def _agreed(self, said: tuple[NameWarning, ...]) -> bool:
        """Whether the page may be written with the names that remain in it."""
        if not any(warning.asks for warning in said):
            return True
        found = "\n".join(f"{warning.sentence} {', '.join(warning.words)}" for warning in said)
        answer: bool = await self.app.push_screen_wait(ConfirmScreen(f"{found}\n\n{QUESTION}", "Write it all the same"))
        return answer

    def _say(self, words: str, focus: str = "", *, problem: bool = True) -> None:
        said = self.query_one("#said", Static)
        said.update(Content(safe(words)))
        said.set_class(problem, "-problem")
        if focus:
            self.query_one(f"#{focus}", Input).focus()
        said.scroll_visible()

    def action_close(self) -> None:
        """Goes back, unless the page is being written."""
        if not self._is_at_it:
            self.dismiss(None)


def _leave(vault: Vault, page: Page, wish: Wish, now: When) -> Record[SharedCopy] | None:
    """Writes the page as it was read, and its line of the ledger."""
    summary = page.draft.summary
    copy = shared_summary(vault, summary, wish.format.value, now)
    return deliver(vault, wish.place, render(summary, wish.format), wish.lock, copy)
