"""Markdown: a file or a folder of files, an entry each, or a file whose dated headings each begin an entry."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from journal.model.dates import When
from journal.transfer.incoming.foreign import Gathered, Options, heading_in, heading_of
from journal.transfer.incoming.source import Folder, read_file, text_of
from journal.transfer.incoming.whens import Whens, beginning
from journal.transfer.reading import MOST_BYTES

NAME = "markdown"
ENDINGS = (".md", ".markdown", ".mdown", ".txt")

_FENCE = re.compile(r"(?:```|~~~)")
_MATTER = re.compile(r"---[ \t]*\r?\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,40}):(?:[ \t]+(.*))?")
_ITEM = re.compile(r"-[ \t]+(.*)")
_YEAR_OR_MONTH = re.compile(
    r"\d{4}|(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{4})?",
    re.IGNORECASE,
)
_DATE_KEYS = ("date", "when", "day", "created")  # the first that is there is meant
_TAG_KEYS = ("tags", "tag", "keywords")
_MOST_MATTER = 1 << 16  # characters in front of a text that are looked at


@dataclass
class _Front:
    """What stands in front of a text; `rest` are the lines with no place here, kept as they are."""

    dates: dict[str, When] = field(default_factory=dict)
    time: dt.time | None = None
    zone: str = ""
    title: str = ""
    own_id: str = ""
    tags: list[str] = field(default_factory=list)
    starred: bool = False
    rest: list[str] = field(default_factory=list)

    @property
    def when(self) -> When | None:
        """The date that is meant, where there are several."""
        when = next((self.dates[key] for key in _DATE_KEYS if key in self.dates), None)
        return when and When(when.date, when.time or self.time, when.zone or self.zone)


def looks_like(text: str) -> bool:
    """Whether a text has front matter, or a heading with a date."""
    return bool(_matter(text)) or any(when for _, _, when in _dated(text))


def gather_text(text: str, options: Options, *, name: str = "") -> Gathered:
    """The entries of a file of this name. Raises BadInput for text without a date, unless there is one for it."""
    gathered = Gathered(NAME, options)
    _add_file(gathered, name, text, "")
    return gathered


def gather_folder(path: Path, folder: Folder, options: Options) -> Gathered:
    """The entries of a folder of files, and of the folders in it; other files are counted."""
    gathered = Gathered(NAME, options)
    room = MOST_BYTES
    for name in folder.files:
        if PurePosixPath(name).suffix.lower() not in ENDINGS:
            folder.left_out["other files"] += 1
            continue
        data = read_file(path / name, room=room, follow=False)
        room -= len(data)
        _add_file(gathered, name, text_of(data, name), name)
    gathered.left_out.update(folder.left_out)
    return gathered


def _add_file(gathered: Gathered, name: str, text: str, place: str) -> None:
    front, body = _taken_apart(text, gathered.options.whens)
    stem = PurePosixPath(name).stem
    dated = beginning(stem)
    when = front.when or (dated[0] if dated else None)
    if when is None and _is_diary(body):
        _add_diary(gathered, body, front, place)
        return
    if not body.strip() and front == _Front():
        gathered.leave_out("empty files")
        return
    title, rest = (front.title, body) if front.title else heading_of(body)
    if not title and dated:
        title = dated[1].strip(" -_.,")
    _add(gathered, place or "The file", when, title, rest, front)


def _add_diary(gathered: Gathered, body: str, front: _Front, place: str) -> None:
    """A file in which headings with dates begin entries; headings with no more than a year or a month go."""
    lines = body.split("\n")
    starts = list(_dated(body))
    ahead = [line for line in lines[: starts[0][0]] if not _is_frame(line)]
    if any(line.strip() for line in ahead):
        _add(gathered, _place(place, 0), None, "", "\n".join(ahead).strip("\n"), _Front())
    for (number, title, when), end in zip(starts, [*(n for n, _, _ in starts[1:]), len(lines)], strict=True):
        inside = lines[number + 1 : end]
        while inside and (not inside[-1].strip() or _is_frame(inside[-1])):
            inside.pop()
        own = replace(front, own_id="")  # several entries can't have one id
        _add(gathered, _place(place, number), when, title, "\n".join(inside).strip("\n"), own)


def _add(gathered: Gathered, place: str, when: When | None, title: str, text: str, front: _Front) -> None:
    kept = "\n".join(front.rest)
    text = text.strip("\r\n")
    gathered.add(
        place,
        when,
        f"{text}\n\n{kept}" if text and kept else text or kept,
        title=title,
        tags=front.tags,
        starred=front.starred,
        own_id=front.own_id,
    )


def _place(file: str, number: int) -> str:
    return f"{file}, line {number + 1}" if file else f"Line {number + 1}"


def _dated(text: str) -> Iterator[tuple[int, str, When]]:
    """The lines of headings that begin with a date, with what follows it; none in a block of code."""
    fenced = False
    for number, line in enumerate(text.split("\n")):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (one := beginning(heading_in(line))):
            yield number, one[1].strip(" -_:,\t"), one[0]


def _is_diary(body: str) -> bool:
    return next(_dated(body), None) is not None


def _is_frame(line: str) -> bool:
    return bool(_YEAR_OR_MONTH.fullmatch(heading_in(line)))


def _matter(text: str) -> re.Match[str] | None:
    found = _MATTER.match(text, 0, _MOST_MATTER) if text.startswith("---") else None
    return found if found and any(_KEY.fullmatch(line.rstrip()) for line in (found[1] or "").split("\n")) else None


def _taken_apart(text: str, whens: Whens) -> tuple[_Front, str]:
    """What stands in front of a text and the text itself."""
    front = _Front()
    found = _matter(text)
    if not found:
        return front, text
    key, lines = "", (found[1] or "").rstrip("\n").split("\n")
    for line in lines:
        if item := _ITEM.fullmatch(line.strip()):
            if key in _TAG_KEYS:
                front.tags += _names(item[1])
            else:
                front.rest.append(line)
            continue
        pair = _KEY.fullmatch(line.rstrip())
        key = pair[1].lower() if pair else key
        value = _unquoted(pair[2] or "") if pair else ""
        when = (whens.read(value) or Whens().read(value)) if key in _DATE_KEYS else None
        if not pair:
            front.rest += [line] if line.strip() else []
        elif when and key not in front.dates:
            front.dates[key] = when
        elif key == "time" and (timed := Whens().read(f"2000-01-01 {value}")) and timed.time:
            front.time = timed.time
        elif key == "zone" and _is_zone(value):
            front.zone = value
        elif key == "id" and not front.own_id:
            front.own_id = value
            front.rest.append(line)
        elif key == "title" and not front.title and value:
            front.title = value
        elif key in _TAG_KEYS:
            front.tags += _names(value)
        elif key == "starred" and value.lower() in ("true", "yes", "false", "no"):
            front.starred = value.lower() in ("true", "yes")
        else:
            front.rest.append(line)
    return front, text[found.end() :].lstrip("\r\n")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def _names(value: str) -> list[str]:
    inside = value.removeprefix("[").removesuffix("]") if value.startswith("[") else value
    return [_unquoted(one.strip()).lstrip("#") for one in inside.split(",") if one.strip()]


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
