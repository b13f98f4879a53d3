"""What the pages about passphrases and sheets have in common."""

from typing import TypeVar

from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError
from journal.safety.text import safe
from journal.tui.screens.base import JournalScreen

R = TypeVar("R")


class SecretPage(JournalScreen[R]):
    """A page with a sentence at its foot. One thing at a time is done on it, however often it is asked."""

    CSS_PATH = "secrets.tcss"

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return any(worker.group == "do" and not worker.is_finished for worker in self.workers)

    def tell(self, words: str, *, problem: bool = False) -> None:
        """Says something at the foot of the page."""
        said = self.query_one("#said", Static)
        said.set_class(problem, "-problem")
        said.update(Content(safe(words)))
        said.scroll_visible(animate=False)

    def tell_error(self, error: JournalError) -> None:
        """Says what went wrong, and what to do next."""
        self.tell(f"{error.message} {error.hint}", problem=True)
