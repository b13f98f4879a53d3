"""The line at the top of every place: which places there are, and which one this is."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from journal.tui.places import PLACES, Place


class PlaceTab(Static):
    """The name of a place, with its key; a click asks to go there."""

    class Chosen(Message):
        """A place was clicked."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def __init__(self, place: Place, *, here: bool) -> None:
        # The place one is at is marked by brackets too, for screens without colour.
        words = f"{place.key} {place.name}"
        super().__init__(Content(f"[{words}]" if here else f" {words} "), classes="-here" if here else "")
        self._place = place.id

    def on_click(self, event: events.Click) -> None:
        """Asks to go to the place."""
        event.stop()
        self.post_message(self.Chosen(self._place))


class PracticeTab(Static):
    """What a practice under the timer shows while another screen is in front; a click asks to go there."""

    async def on_click(self, event: events.Click) -> None:
        """Goes to the timer."""
        event.stop()
        await self.run_action("app.timer")


class PlaceBar(Horizontal):
    """The places by name, and a note at the right, such as the date, or a practice that is under way."""

    DEFAULT_CSS = """
    PlaceBar {
        dock: top; height: 1; background: $panel; padding: 0 1;
        PlaceTab { width: auto; color: $text-muted; }
        PlaceTab.-here { color: $accent; text-style: bold; }
        .note, PracticeTab { width: 1fr; padding-left: 1; text-align: right; color: $text-muted; }
        PracticeTab, &.-practice .note { display: none; }
        &.-practice PracticeTab { display: block; }
    }
    """

    def __init__(self, here: str, note: str = "") -> None:
        super().__init__()
        self._here = here
        self._note = note

    def compose(self) -> ComposeResult:
        """A tab for each place, and the note."""
        for place in PLACES:
            yield PlaceTab(place, here=place.id == self._here)
        yield Static(Content(self._note), classes="note")
        yield PracticeTab()

    def show_note(self, note: str) -> None:
        """Shows another note."""
        self.query_one(".note", Static).update(Content(note))

    def show_practice(self, words: str) -> None:
        """Shows a practice in the place of the note; "" for none."""
        self.set_class(bool(words), "-practice")
        self.query_one(PracticeTab).update(Content(words))
