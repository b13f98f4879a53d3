"""A line that is typed on a terminal, of any length, and in our hands at every key.

The kernel's own line mode cuts lines at 4,096 bytes, and readline drops a line that is being typed when the terminal is
closed. The line can be changed anywhere; text that is pasted keeps its line ends.
"""

import codecs
import os
import re
import select
from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len

from journal.safety.text import safe

_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
_TOKEN = re.compile(
    r"(?P<unfinished>\x1b(?:\[[0-?]*[ -/]*|O)?\Z)"
    r"|(?P<key>\x1b(?:\[[0-?]*[ -/]*[@-~]|O.))"
    r"|(?P<end>\r\n?|\n)"
    r"|(?P<text>[^\x00-\x08\x0a-\x1f\x7f-\x9f]+)"
    r"|(?P<control>.)",
    re.DOTALL,
)
_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NAMES = {
    "\x1b[D": "left", "\x1bOD": "left", "\x02": "left", "\x1b[C": "right", "\x1bOC": "right", "\x06": "right",
    "\x1b[H": "home", "\x1bOH": "home", "\x1b[1~": "home", "\x01": "home",
    "\x1b[F": "end", "\x1bOF": "end", "\x1b[4~": "end", "\x05": "end",
    "\x7f": "backspace", "\x08": "backspace", "\x1b[3~": "delete", "\x04": "delete",
    "\x15": "to start", "\x0b": "to end", "\x17": "word",
}  # fmt: skip
_ESCAPE_SECONDS = 0.05  # what comes that soon after an escape belongs to the same key


@dataclass(frozen=True)
class Line:
    """What was typed, without its end. `pasted` says that its end came with pasted text rather than by a key."""

    text: str
    pasted: bool = False


class LineEditor:
    """Reads lines from a terminal that neither echoes nor waits for their end.

    `write` shows text there, and `columns` says how wide it is.
    """

    def __init__(self, terminal: int, write: Callable[[str], None], columns: Callable[[], int]) -> None:
        self._terminal = terminal
        self._write = write
        self._columns = columns
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._coming = ""  # read, and not looked at yet
        self._prompt = self._text = ""
        self._cursor = 0
        self._row = self._column = 0  # where the cursor is drawn, counted from where the prompt begins
        self._typing = False

    @property
    def unfinished(self) -> str:
        """The line that is being typed, or ""."""
        return self._text + _DROPPED.sub("", self._coming.removeprefix(_PASTE)) if self._typing else ""

    def line(self, prompt: str, *, many: bool = False) -> Line:
        """The next line. Where it is one of many, pasted text ends it at each line end; else those become blanks.

        Raises EOFError for Ctrl-D in an empty line and for a terminal that is closed.
        """
        self._prompt, self._text, self._cursor, self._row, self._column = prompt, "", 0, 0, 0
        self._typing = True
        self._draw()
        while (ended := self._step(many)) is None:
            pass
        self._move("end")
        self._write("\n")
        self._typing = False
        return ended

    def leave(self) -> None:
        """Goes on below the line that is being typed, if there is one."""
        if self._typing:
            self._write("\n")

    def _step(self, many: bool) -> Line | None:
        if self._coming.startswith(_PASTE):
            return self._paste(many)
        found = _TOKEN.match(self._coming)
        if found is None or (found["unfinished"] and self._goes_on()):
            self._read()
            return None
        self._coming = self._coming[found.end() :]
        if found["end"]:
            return Line(self._text)
        if found["text"]:
            self._insert(found["text"])
        elif found["control"] == "\x04" and not self._text:
            raise EOFError
        elif name := _NAMES.get(found["key"] or found["control"] or ""):
            self._move(name)
        return None

    def _goes_on(self) -> bool:
        return len(self._coming) > 1 or bool(select.select([self._terminal], [], [], _ESCAPE_SECONDS)[0])

    def _read(self) -> None:
        read = os.read(self._terminal, 65536)
        if not read:
            raise EOFError
        self._coming += self._decoder.decode(read)

    def _paste(self, many: bool) -> Line | None:
        pasted, end, rest = self._coming.removeprefix(_PASTE).partition(_PASTED)
        if not end:
            self._read()
            return None
        pasted = _DROPPED.sub("", pasted.replace("\r\n", "\n").replace("\r", "\n"))
        if not many:
            pasted = " ".join(pasted.split("\n"))
        first, broken, others = pasted.partition("\n")
        self._coming = f"{_PASTE}{others}{_PASTED}{rest}" if broken else rest
        self._insert(first)
        return Line(self._text, pasted=True) if broken else None

    def _insert(self, text: str) -> None:
        at_end = self._cursor == len(self._text)
        self._text = self._text[: self._cursor] + text + self._text[self._cursor :]
        self._cursor += len(text)
        if at_end:
            self._write(_shown(text))
            self._row, self._column = self._after(_shown(text), self._row, self._column)
        else:
            self._draw()

    def _move(self, name: str) -> None:
        before, after = self._text[: self._cursor], self._text[self._cursor :]
        match name:
            case "left":
                before, after = before[:-1], before[-1:] + after
            case "right":
                before, after = before + after[:1], after[1:]
            case "home":
                before, after = "", before + after
            case "end":
                before, after = before + after, ""
            case "backspace":
                before = before[:-1]
            case "delete":
                after = after[1:]
            case "to start":
                before = ""
            case "to end":
                after = ""
            case "word":
                before = before.rstrip().rpartition(" ")[0] + " " if " " in before.strip() else ""
        if (before + after, len(before)) != (self._text, self._cursor):
            self._text, self._cursor = before + after, len(before)
            self._draw()

    def _draw(self) -> None:
        up = f"\x1b[{self._row}A" if self._row else ""
        before, after = self._prompt + _shown(self._text[: self._cursor]), _shown(self._text[self._cursor :])
        self._write(f"\r{up}\x1b[J{before}{after}")
        self._row, self._column = self._after(before, 0, 0)
        if after:
            last, _ = self._after(after, self._row, self._column)
            if self._column >= self._columns():  # what follows begins in the next row
                self._row, self._column = self._row + 1, 0
            up = f"\x1b[{last - self._row}A" if last > self._row else ""
            right = f"\x1b[{self._column}C" if self._column else ""
            self._write(f"\r{up}{right}")

    def _after(self, text: str, row: int, column: int) -> tuple[int, int]:
        columns = self._columns()
        for char in text:
            cells = cell_len(char)
            if column + cells > columns:
                row, column = row + 1, 0
            column += cells
        return row, column


def _shown(text: str) -> str:
    return safe(text.replace("\t", " "))
