"""jrnl: its file of plain text, its folders of such files, and what `jrnl --export json` writes."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from journal.errors import BadInput
from journal.model.dates import When
from journal.transfer.incoming.foreign import Gathered, Options
from journal.transfer.incoming.source import Folder, read_file, text_of
from journal.transfer.incoming.whens import Whens
from journal.transfer.reading import MOST_BYTES

NAME = "jrnl"

# An entry begins on a line with its date in brackets; jrnl 1 wrote it without them.
_BRACKETED = re.compile(r"^\[([^\]\n]{4,100})\](?: |\r?$)", re.MULTILINE)
_BARE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d?:\d\d(?::\d\d)?(?: [AaPp][Mm])?) ", re.MULTILINE)
_DAY_FILE = re.compile(r"(\d{4})/(\d\d)/(\d\d)\.txt")
_LEAST = 7  # characters between brackets that are a date; fewer are a note or a box to tick

# Where jrnl ends a title that has no line of its own.
_SENTENCE = re.compile(
    r"[.!?\u2026\u203c\u203d\u2047\u2048\u2049\u22ef\ufe52\ufe57]['\u2019\"\u201d]?[\])]*\s+"
    r"|[\uff01\uff0e\uff1f\uff61\u3002]"
)


class _Entry(msgspec.Struct):
    date: str
    title: str = ""
    body: str = ""
    time: str = ""
    tags: list[str] = []
    starred: bool = False
    creator: msgspec.Raw = msgspec.Raw()


def looks_like(text: str, whens: Whens) -> bool:
    """Whether a text begins as a file of jrnl does."""
    return next(_headers(text.lstrip("\n"), whens), (1, 0, None))[0] == 0


def is_folder_of(folder: Folder) -> bool:
    """Whether a folder has the files that jrnl makes, one for each day."""
    return any(_DAY_FILE.fullmatch(name) for name in folder.files)


def gather_text(text: str, options: Options) -> Gathered:
    """The entries of a file. Raises BadInput for text ahead of the first date, unless there is a date for it."""
    gathered = Gathered(NAME, options)
    _add_all(gathered, text, "")
    return gathered


def gather_folder(path: Path, folder: Folder, options: Options) -> Gathered:
    """The entries of a folder of files by day; the day is that of the file. Raises BadInput as `gather_text` does."""
    gathered = Gathered(NAME, options)
    room = MOST_BYTES
    for name in folder.files:
        found = _DAY_FILE.fullmatch(name)
        if not found:
            folder.left_out["other files"] += 1
            continue
        data = read_file(path / name, room=room, follow=False)
        room -= len(data)
        day = Whens().read("-".join(found.groups()))
        if day is None:
            folder.left_out["other files"] += 1
            continue
        _add_all(gathered, text_of(data, name), f"{name}, ", day)
    gathered.left_out.update(folder.left_out)
    return gathered


def gather_json(entries: list[msgspec.Raw], options: Options) -> Gathered:
    """The entries of an export. Raises BadInput for one that isn't as jrnl writes it."""
    gathered = Gathered(NAME, options)
    for number, raw in enumerate(entries, 1):
        place = f"Entry {number}"
        try:
            entry = msgspec.json.decode(raw, type=_Entry)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise BadInput(f"{place} is not as jrnl exports it.", "Export it from jrnl again.") from None
        when = Whens().read(f"{entry.date} {entry.time}".strip())
        gathered.leave_out("names of devices", bool(bytes(entry.creator)))
        title, body = entry.title.strip(), entry.body.strip()
        _add(gathered, place, when, title, body, entry.tags, starred=entry.starred)
    return gathered


def _add_all(gathered: Gathered, text: str, file: str, day: When | None = None) -> None:
    headers = list(_headers(text, gathered.options.whens, timed_only=day is not None))
    first = headers[0][0] if headers else len(text)
    if text[:first].strip():
        # jrnl itself would take it for an entry of now, or drop it.
        title, body = _split(text[:first])
        _add(gathered, f"{file}line 1", day, title, body, _tags(text[:first], gathered))
    ends = [start for start, _, _ in headers[1:]] + [len(text)] * bool(headers)
    line, counted = 1, 0
    for (start, inside, when), end in zip(headers, ends, strict=True):
        line, counted = line + text.count("\n", counted, start), start
        if day is not None and when is not None:
            when = When(day.date, when.time, when.zone)
        written, starred = _unstarred(text[inside:end])
        title, body = _split(written)
        tags = _tags(text[inside:end], gathered)
        _add(gathered, f"{file}line {line}", when, title, body, tags, starred=starred)


def _add(
    gathered: Gathered,
    place: str,
    when: When | None,
    title: str,
    body: str,
    tags: list[str],
    *,
    starred: bool = False,
) -> None:
    place = place[0].upper() + place[1:] if place.startswith("line") else place
    names = {tag.lower().lstrip(gathered.options.tag_symbols + "#@") for tag in tags}
    gathered.add(place, when, body, title=title, tags=sorted(names), starred=starred)


def _headers(text: str, whens: Whens, *, timed_only: bool = False) -> Iterator[tuple[int, int, When | None]]:
    """Where each entry begins, where its text begins, and its date."""
    bare = _BARE.match(text.lstrip("\n"))
    for found in (_BARE if bare else _BRACKETED).finditer(text):
        written = found[1]
        when = whens.read(written) if len(written) >= _LEAST else None
        if when is None and timed_only:  # a folder's files may have no more than the time
            timed = Whens().read(f"2000-01-01 {written}")
            when = timed if timed and timed.time else None
        if when is not None:
            yield found.start(), found.end(), when


def _unstarred(text: str) -> tuple[str, bool]:
    """The text of an entry without its star. One that is joined to a word stays there as well."""
    first, _, rest = text.lstrip().partition("\n")
    line = first.rstrip()
    if not line.endswith("*"):
        return text, False
    return (line[:-2].rstrip() if line.endswith(" *") or line == "*" else line) + "\n" + rest, True


def _split(text: str) -> tuple[str, str]:
    """The title and the rest, parted where jrnl parts them: after a line, or where there is one alone, a sentence."""
    text = text.lstrip()
    end = text.find("\n") + 1
    if not end:
        sentence = _SENTENCE.search(text)
        end = sentence.end() if sentence else len(text)
    return text[:end].strip(), text[end:].strip()


def _tags(text: str, gathered: Gathered) -> list[str]:
    symbols = re.escape(gathered.options.tag_symbols)
    return re.findall(rf"(?<!\S)[{symbols}][-+*#/\w]+", text) if symbols else []
