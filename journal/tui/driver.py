"""The terminal as the app drives it, where Textual's own driver would hang, crash or draw too much."""

import codecs
import functools
import signal
from typing import TextIO

from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

# Textual reads keys as strict UTF-8, and a single stray byte would end the app. It becomes a mark instead.
vars(linux_driver)["getincrementaldecoder"] = lambda name: functools.partial(
    codecs.getincrementaldecoder(name), errors="replace"
)


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
