"""The line that is typed: its keys, its display, and pasted text."""

import os
from collections.abc import Iterator

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.cli.line_editor import Line, LineEditor

COLUMNS = 20
KEYS = {
    "<left>": "\x1b[D", "<right>": "\x1b[C", "<home>": "\x1b[H", "<end>": "\x1b[F", "<delete>": "\x1b[3~",
    "<back>": "\x7f", "<word>": "\x17", "<start>": "\x15", "<rest>": "\x0b", "<up>": "\x1b[A", "<f5>": "\x1b[15~",
}  # fmt: skip


class Typing:
    """An editor whose terminal is a pipe, and the screen that it draws on."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, 12)
        stream = pyte.Stream(self.screen)
        self.reading, self.writing = os.pipe()
        self.editor = LineEditor(self.reading, lambda text: stream.feed(text.replace("\n", "\r\n")), lambda: COLUMNS)

    def type(self, keys: str) -> None:
        """Types text in which keys have names."""
        for name, sequence in KEYS.items():
            keys = keys.replace(name, sequence)
        os.write(self.writing, keys.encode())

    def line(self, keys: str, *, many: bool = False) -> Line:
        """Types keys and returns the line that they make."""
        self.type(keys)
        return self.editor.line("> ", many=many)

    def close(self) -> None:
        """Closes the pipe."""
        os.close(self.reading)
        if self.writing >= 0:
            os.close(self.writing)


@pytest.fixture
def typing() -> Iterator[Typing]:
    """An editor to type into."""
    one = Typing()
    yield one
    one.close()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("plain\r", "plain"),
        ("plain\n", "plain"),
        ("\r", ""),
        ("ac<left>b\r", "abc"),
        ("ac<left>b<right><right>d\r", "abcd"),
        ("b<home>a<end>c\r", "abc"),
        ("abx<back>c\r", "abc"),
        ("<back>a\r", "a"),
        ("axb<home><right><delete>\r", "ab"),
        ("one two three<word>\r", "one two "),
        ("one two <word>\r", "one "),
        ("one<word>two\r", "two"),
        ("all of it<start>new\r", "new"),
        ("keep this<left><left><left><left><left><rest>\r", "keep"),
        ("a<up>b<f5>c\r", "abc"),
        ("tab\there\r", "tab\there"),
        ("Nähe 中文 🌿\r", "Nähe 中文 🌿"),
        ("中文<back>x\r", "中x"),
        ("a\x00\x07\x0eb\r", "ab"),
        ("[/foo] [@click=app.quit]x[/]\r", "[/foo] [@click=app.quit]x[/]"),
        ("w" * 60_000 + "\r", "w" * 60_000),
    ],
)
def test_keys(typing: Typing, keys: str, text: str) -> None:
    """Keys change the line where it stands, and what isn't known changes nothing."""
    assert typing.line(keys) == Line(text)


def test_the_next_line_is_what_was_typed_ahead(typing: Typing) -> None:
    """What comes before it is asked for is the next line."""
    assert typing.line("first\rsecond\r") == Line("first")
    assert typing.editor.line("> ") == Line("second")


def test_escape_alone(typing: Typing) -> None:
    """The escape key does nothing, and the key after it still counts."""
    typing.type("a\x1b")
    typing.type("b\r")
    assert typing.editor.line("> ") == Line("ab")


@pytest.mark.parametrize("keys", ["\x04", "abc\x15\x04"])
def test_end_of_input(typing: Typing, keys: str) -> None:
    """Ctrl-D in an empty line, and a terminal that is closed, end the typing; what stands there is `unfinished`."""
    with pytest.raises(EOFError):
        typing.line(keys)
    assert typing.editor.unfinished == ""


def test_closed(typing: Typing) -> None:
    """A terminal that is closed leaves what was typed as unfinished."""
    typing.type("half a wo")
    os.close(typing.writing)
    typing.writing = -1
    with pytest.raises(EOFError):
        typing.editor.line("> ")
    assert typing.editor.unfinished == "half a wo"


def test_paste_of_several_lines(typing: Typing) -> None:
    """Each line end that is pasted ends a line, and says that no key did."""
    typing.type("He\x1b[200~llo\r\n.\n\rthird\x1b[201~!\r")
    lines = [typing.editor.line("> ", many=True) for _ in range(4)]
    assert lines == [Line("Hello", pasted=True), Line(".", pasted=True), Line("", pasted=True), Line("third!")]


def test_paste_into_one_line(typing: Typing) -> None:
    """Where one line is asked for, pasted line ends become blanks, so that they answer no other question."""
    assert typing.line("\x1b[200~one\ntwo\x1b[31m\x07\x1b[201~\r") == Line("one two[31m")


def test_half_a_paste_is_unfinished(typing: Typing) -> None:
    """What was pasted when the terminal is closed is kept too."""
    typing.type("a\x1b[200~b\nc")
    os.close(typing.writing)
    typing.writing = -1
    with pytest.raises(EOFError):
        typing.editor.line("> ", many=True)
    assert typing.editor.unfinished == "ab\nc"


def test_hostile_text_is_drawn_as_text(typing: Typing) -> None:
    """Characters that steer a terminal or reorder text are drawn as marks and kept as they are."""
    assert typing.line("a\u202eb\r") == Line("a\u202eb")
    assert typing.screen.display[0].rstrip() == "> a\ufffdb"


EDITS = st.lists(st.sampled_from(["a", "b", "xyz ", "w" * 17, *KEYS]), max_size=12)


@given(EDITS)
def test_what_is_drawn_is_what_is_typed(edits: list[str]) -> None:
    """After any keys the screen shows the line and nothing else, with the cursor where the next letter goes."""
    typing = Typing()
    try:
        typing.type("".join(edits))
        os.close(typing.writing)
        typing.writing = -1
        with pytest.raises(EOFError):
            typing.editor.line("> ")
        text = "> " + typing.editor.unfinished
        rows = [text[start : start + COLUMNS] for start in range(0, len(text), COLUMNS)][-12:]
        shown = [row.rstrip() for row in typing.screen.display]
        assert shown[: len(rows)] == [row.rstrip() for row in rows]
        assert not any(shown[len(rows) :])
        before = typing.editor._cursor + 2
        row, column = typing.screen.cursor.y, typing.screen.cursor.x
        assert row * COLUMNS + column == before
    finally:
        typing.close()
