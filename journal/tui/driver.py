"""The terminal as the app drives it, where Textual's own driver would hang, crash, draw too much or too long."""

import signal
import time
from encodings.utf_8 import IncrementalDecoder
from typing import Any, TextIO

from textual import events
from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from journal.safety.erasing import ERASE
from journal.tui.blanking import Blanking
from journal.tui.driver_words import HIDING
from journal.tui.lock import Lock

_HELD = 0.5  # seconds between two of the presses that a key makes by itself while it is held down


class _Keys(IncrementalDecoder):
    """What a terminal sends, as text.

    Textual reads it as strict UTF-8, and a single stray byte would end the app: it becomes a mark instead. And it would
    ask a terminal that is gone for more without a pause, for ever: that is an error here.
    """

    def __init__(self) -> None:
        super().__init__(errors="replace")

    def decode(self, data: Any, final: bool = False) -> str:
        """The text of some bytes. Raises EOFError where there will be no more of them."""
        if not data and not final:
            raise EOFError
        return super().decode(data, final)


vars(linux_driver)["getincrementaldecoder"] = lambda name: _Keys


class _Unbroken:
    """A terminal to write to that may go away: then what is written is dropped.

    Textual's thread that writes would die of the error, and the app wait for it for ever.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> int:
        """Writes text, as long as the terminal is there."""
        if not self._gone:
            try:
                return self._file.write(text)
            except OSError:
                self._gone = True
        return len(text)

    def flush(self) -> None:
        """Sends what was written, as long as the terminal is there."""
        if not self._gone:
            try:
                self._file.flush()
            except OSError:
                self._gone = True

    def fileno(self) -> int:
        """The descriptor of the terminal."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()


class TerminalDriver(LinuxDriver):
    """Textual's driver for terminals, minus drawing again by itself: the app locks before it stops.

    A closed terminal also sends the signal to continue, on which Textual would start a second time.
    """

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        if self._file is not None:
            vars(self)["_file"] = _Unbroken(self._file)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
        self._blanked = float("-inf")

    def process_message(self, message: Message) -> None:
        """Hides the screen as soon as a key asks for it. This runs on the thread that reads keys."""
        if isinstance(message, events.Key) and message.key in HIDING and isinstance(self._app, Blanking):
            if message.key == "f8":
                before, self._blanked = self._blanked, time.monotonic()
                if self._blanked - before < _HELD:  # a key that is held down must not show what it has just hidden
                    return
            self._app.hide()
        super().process_message(message)

    def run_input_thread(self) -> None:
        """Reads keys until the app ends. A terminal that is gone ends it, whether or not a signal says so too."""
        try:
            super().run_input_thread()
        except (EOFError, OSError):
            if isinstance(self._app, Lock):
                self._loop.call_soon_threadsafe(self._app.hang_up)

    def write(self, data: str) -> None:
        """Writes to the terminal, once it is the app's."""
        if self._writer_thread is not None:
            super().write(data)

    def stop_application_mode(self) -> None:
        """Erases the screen before it is left: not every terminal has a second one, and some keep it as it was."""
        self.write(ERASE)
        super().stop_application_mode()
