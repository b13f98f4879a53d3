"""What is read at all: ordinary files of text within limits, and nothing that never ends."""

import contextlib
import datetime as dt
import io
import itertools
import os
import socket
from pathlib import Path

import msgspec
import pytest

from journal.errors import BadInput
from journal.transfer.incoming import foreign
from journal.transfer.incoming.foreign import MOST_TEXT, Options
from journal.transfer.incoming.recognising import Format, read
from journal.transfer.incoming.source import read_file, read_stream, text_of

SECRET = "mangrove"


def test_an_ordinary_file(tmp_path: Path) -> None:
    """A file and a link to one are read, as far as there is room."""
    (tmp_path / "x").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "x")
    assert read_file(tmp_path / "x", room=5) == read_file(tmp_path / "link") == b"12345"
    with pytest.raises(BadInput, match="too much"):
        read_file(tmp_path / "x", room=4)
    with pytest.raises(BadInput, match="can't be read"):
        read_file(tmp_path / "link", follow=False)


@pytest.mark.parametrize("what", ["pipe", "socket", "device", "folder", "nothing", "long", "nul"])
def test_what_is_no_file(tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipes, sockets, devices, folders and names that no file has are refused at once, and nothing waits for them."""
    path = tmp_path / what
    if what == "pipe":
        os.mkfifo(path)
    elif what == "socket":
        with socket.socket(socket.AF_UNIX) as one:
            monkeypatch.chdir(tmp_path)
            one.bind(what)
    elif what == "folder":
        path.mkdir()
    else:
        path = {"device": Path("/dev/zero"), "long": tmp_path / ("x" * 300), "nul": Path("a\0b")}.get(what, path)
    with pytest.raises(BadInput, match=r"is not an ordinary file|can't be read"):
        read_file(path)


def test_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream is read to its end, or refused where it has more than there is room for."""
    assert read_stream(io.BytesIO(b"x" * 10)) == b"x" * 10
    monkeypatch.setattr("journal.transfer.incoming.source.MOST_BYTES", 9)
    with pytest.raises(BadInput, match="too much"):
        read_stream(io.BytesIO(b"x" * 10))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"data/x.csv".ljust(257, b"\0") + b"ustar\x0000", "TAR archive"),
        (b"\x1f\x8brest", "compressed"),
        (b"%PDF-1.7", "PDF"),
        (b"SQLite format 3\0", "database"),
        (SECRET.encode("utf-16"), "UTF-16"),
        (f"line\n{SECRET} ".encode() + b"\xff", "see line 2"),
    ],
)
@pytest.mark.parametrize("wanted", [None, *Format])
def test_what_is_no_text(data: bytes, message: str, wanted: Format | None) -> None:
    """Other kinds of files are told apart, with advice."""
    with pytest.raises(BadInput, match=message) as caught:
        read(data, "x.txt", wanted, Options())
    assert caught.value.hint and SECRET not in caught.value.message


def test_text_is_kept_as_it_is() -> None:
    """Control characters, NUL and marks of direction stay; only a byte-order mark in front goes."""
    text = "a\x00b\x1b[2J\u202ec\r\n\x85\u2028"
    assert text_of(f"\ufeff{text}".encode()) == text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "x"),
        (b"words alone", "x.txt"),
        (b"{}", "x.json"),
        (b"[]", "x"),
        (b'{"entries": []}', "x"),
        (b'{"entries": {"a": 1}}', "x.json"),
        (b'{"entries": [1]}', "x.json"),
        (b"[" * 100_000, "x"),
        (b'{"entries":' * 100_000, "x"),
        (b'{"entries": [{"creationDate": 1' + b"0" * 100_000, "x"),
        (b"x,y\n1,2\n", "x.txt"),
        (b"[2026] not a date", "x"),
    ],
    ids=range(12),
)
def test_what_cannot_be_told(data: bytes, name: str) -> None:
    """Where the format isn't clear, it has to be named."""
    with pytest.raises(BadInput) as caught:
        read(data, name, None, Options())
    assert "--format" in caught.value.hint


@pytest.mark.parametrize("form", [Format.DAYONE, Format.JRNL, Format.JSON])
def test_json_without_end(form: Format) -> None:
    """Deep nesting and numbers without end in the place of entries are refused, whatever the format is said to be."""
    deep = b"[" * 100_000 + b"]" * 100_000
    for inside in (deep, b"9" * 100_000, b'{"creationDate": ' + deep + b"}", b"1e" + b"9" * 10_000):
        data = b'{"metadata": {}, "entries": [' + inside + b"]}"
        with pytest.raises(BadInput):
            read(data, "x.json", form, Options())


_STARTS = (
    "",
    "# a",
    "---\na: ",
    "---\n- ",
    "---\ndate: 2026-05-01",
    "# 2026-05-01 ",
    "[2026-05-01 09:30] x.",
    "date,text\n",
)
_RUNS = (" ", "#", ")", ".", "-", "*", "\\", "[", "@", '""', "---\n")


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.JRNL, Format.CSV, Format.DAYONE])
def test_long_runs(form: Format) -> None:
    """A long run of any sign is read in no time to speak of; were it to grow by its square, it would be hours."""
    for start, run in itertools.product(_STARTS, _RUNS):
        text = f"{start}{run * (50_000 // len(run))}x"
        if form is Format.DAYONE:
            entries = [{"creationDate": "2026-05-01T00:00:00Z", "text": text}]
            text = msgspec.json.encode({"entries": entries}).decode()
        with contextlib.suppress(BadInput):
            read(text.encode(), "x", form, Options(date=dt.date(2026, 5, 1)))


def test_too_many_and_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of entries and the size of one are limited, and the place is told."""
    large = f"[2026-05-01 09:30] One\n{SECRET * (MOST_TEXT // 7)}".encode()
    with pytest.raises(BadInput, match=r"^Line 1 has too much in it") as caught:
        read(large, "x", None, Options())
    assert SECRET not in caught.value.message
    monkeypatch.setattr(foreign, "MOST_ITEMS", 2)
    with pytest.raises(BadInput, match="too many entries"):
        read(b"[2026-05-01 09:30] One\n" * 3, "x", None, Options())
