"""The face of the practice timer: digits and the turn, and no word of what is practised."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from journal.model.timer import Face

_BAND = 24  # cells
_SWAP = Content.styled("\n".join(f"{word:^{_BAND}}" for word in ("", "Swap", "")), "bold $background on $accent")


class PracticeFace(Vertical):
    """What remains of the turn in large digits, which turn it is, and below it what there is to say."""

    DEFAULT_CSS = """
    PracticeFace {
        height: auto; width: 1fr;
        .turn { width: 1fr; text-align: center; color: $text-muted; }
        Digits { width: 1fr; text-align: center; color: $primary; }
        .state { width: 1fr; height: 3; content-align: center middle; text-align: center; }
        &.-paused Digits, &.-over Digits { color: $text-muted; }
    }
    """

    def compose(self) -> ComposeResult:
        """The turn, the digits, and a place for a word."""
        yield Static(classes="turn")
        yield Digits()
        yield Static(classes="state")

    def show(self, face: Face, state: str) -> None:
        """Shows a face; `state` is said where the turn has not just changed."""
        self.set_class(face.paused, "-paused")
        self.set_class(face.over, "-over")
        self.query_one(".turn", Static).update(f"Turn {face.turn} of {face.turns}" if face.turns > 1 else "")
        self.query_one(Digits).update(face.digits)
        self.query_one(".state", Static).update(_SWAP if face.swap and not face.paused else Content(state))
