"""A new passphrase or password, typed twice."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.vault import passphrase as passphrases


class NewSecret(Vertical):
    """Both lines, how strong it is, and a suggestion; `word` is what it is called, and `opens` what it will open."""

    DEFAULT_CSS = """
    NewSecret {
        height: auto; width: 78; max-width: 100%;
        Static { height: auto; }
        #offer { color: $accent; }
        #strength { color: $text-muted; margin-bottom: 1; }
    }
    """

    def __init__(self, word: str, opens: str) -> None:
        super().__init__()
        self.word, self._opens = word, opens

    def compose(self) -> ComposeResult:
        """The two lines, and what is said of them below."""
        yield Input(password=True, placeholder="Several words are best; Ctrl-G suggests six", id="secret")
        yield Input(password=True, placeholder="The same again", id="again")
        yield Static("", id="offer")
        yield Static("", id="strength")

    @property
    def answer(self) -> str:
        """What was typed first."""
        return self.query_one("#secret", Input).value

    def problem(self) -> str:
        """What is lacking, with the line to mend in focus; "" where nothing is."""
        again = self.query_one("#again", Input)
        if not self.answer:
            self.query_one("#secret", Input).focus()
            return f"Choose a {self.word} first."
        if self.answer != again.value:
            again.focus()
            return f"The two {self.word}s differ. Type the second one again."
        return ""

    async def accepted(self) -> bool:
        """Whether it is to be used; a weak one only after a warning."""
        judged = await asyncio.to_thread(passphrases.strength, self.answer)
        if not judged.weak:
            return True
        question = (
            f"This {self.word} is {judged.words}. Whoever copies the {self._opens} could find it by trying. "
            "Use it all the same?"
        )
        answer: bool = await self.app.push_screen_wait(
            ConfirmScreen(question, "Use it all the same", "Choose another one")
        )
        return answer

    def offer(self) -> None:
        """Shows six random words, to be typed into both lines."""
        words = f"Write these down, then type them above, twice:\n  {passphrases.generate()}"
        self.query_one("#offer", Static).update(Content(words))
        if isinstance(self.screen, JournalScreen | DialogScreen):
            self.screen.holds_secret = True
        self.query_one("#secret", Input).focus()

    def clear(self) -> None:
        """Forgets what was typed and shown."""
        for line in self.query(Input):
            line.value = ""
        self.query_one("#offer", Static).update("")

    @on(Input.Changed, "#secret")
    @work(group="strength", exclusive=True)
    async def _judge(self, event: Input.Changed) -> None:
        words = ""
        if event.value:
            judged = await asyncio.to_thread(passphrases.strength, event.value)
            words = f"Strength: {judged.words}. {judged.advice}"
        self.query_one("#strength", Static).update(Content(words))
