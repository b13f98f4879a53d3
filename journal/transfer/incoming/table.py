"""CSV: a row for each entry, and a mapping that says which column goes to which field."""

import csv
import io
import threading
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from journal.errors import BadInput
from journal.model.dates import When, parse_time
from journal.model.names import split_names, split_tags
from journal.transfer.incoming.foreign import MOST_TEXT, Column, Gathered, Options
from journal.transfer.incoming.whens import beginning

NAME = "csv"
ENDINGS = (".csv", ".tsv")

# The fields that a column can go to, and names of columns that need no mapping.
FIELDS: dict[str, tuple[str, ...]] = {
    "when": ("when", "date", "datetime", "date and time", "day", "timestamp", "created", "creation date"),
    "time": ("time",),
    "zone": ("zone", "time zone", "timezone"),
    "topic": ("topic", "topic label", "title", "subject", "heading"),
    "text": ("text", "notes", "note", "body", "content", "entry", "description"),
    "tags": ("tags", "tag", "keywords", "categories"),
    "people": ("people",),
    "prompt": ("prompt",),
    "mood": ("mood", "mood word"),
    "minutes": ("minutes", "minutes in all"),
    "starred": ("starred", "star", "favorite", "favourite"),
}
_MOST_COLUMNS = 1000
_SHOWS = "--dry-run shows the columns that there are."
_OWN = ("id", "version", "created", "updated")  # the first columns of what this program writes
_YES = ("yes", "true", "1", "x", "*", "y")
_NO = ("", "no", "false", "0", "n")
_limit = threading.Lock()  # the limit of the csv module is one for the whole process


def looks_like(text: str) -> bool:
    """Whether the first line names a column for the date and one for the text."""
    try:
        header = next(csv.reader(io.StringIO(text[:10_000], newline=""), delimiter=_delimiter(text)), [])
    except csv.Error:
        return False
    if not 1 < len(header) <= _MOST_COLUMNS:
        return False
    fields = {column.field for column in _mapped(header, {})}
    return "when" in fields and bool(fields & {"text", "topic"})


def gather(text: str, options: Options) -> Gathered:
    """The entries of a table. Raises BadInput for a mapping that doesn't fit, and for a row that can't be read."""
    gathered = Gathered(NAME, options)
    rows = _rows(text)
    header = _header(rows)
    gathered.columns = _mapped(header, _by_field(options.columns))
    places: dict[str, list[int]] = {}
    for number, column in enumerate(gathered.columns):
        places.setdefault(column.field, []).append(number)
    if "when" not in places and options.date is None:
        raise BadInput("No column is known to hold the date.", f"Name it with --map when=COLUMN; {_SHOWS}")
    own = tuple(header[: len(_OWN)]) == _OWN
    for line, row in rows:
        if len(row) > len(header):
            raise BadInput(f"Line {line} has more cells than the first line.", "Put quotes around text with commas.")
        row += [""] * (len(header) - len(row))
        if own:
            row = [cell.removeprefix("'") for cell in row]  # it was put there for spreadsheets
        if any(cell.strip() for cell in row):
            _add(gathered, f"Line {line}", row, places, own_id=row[0] if own else "")
    return gathered


def columns_of(text: str) -> tuple[Column, ...]:
    """The columns of a table, with the fields they go to where nothing was named."""
    return _mapped(_header(_rows(text)), {})


def _header(rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    _, header = next(rows, (1, []))
    if len(header) > _MOST_COLUMNS:
        raise BadInput("There are too many columns.", f"Up to {_MOST_COLUMNS} can be read.")
    return [name.strip() for name in header]


def _by_field(columns: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """The columns by field, as they were named. Raises BadInput for a field that there isn't."""
    named: dict[str, list[str]] = {}
    for field, column in columns:
        field = {"date": "when", "title": "topic", "notes": "text"}.get(field, field)
        if field not in FIELDS:
            raise BadInput("--map names a field that there isn't.", f"It is one of: {', '.join(FIELDS)}.")
        named.setdefault(field, []).append(column)
    return named


def _mapped(header: list[str], named: Mapping[str, list[str]]) -> tuple[Column, ...]:
    """Every column with the field it goes to. Where a field was named, only the columns named go to it."""
    chosen: dict[int, str] = {}
    for field, columns in named.items():
        for column in columns:
            found = [n for n, name in enumerate(header) if name == column]
            found = found or [n for n, name in enumerate(header) if name.casefold() == column.strip().casefold()]
            if not found:
                raise BadInput(f"--map {field}= names a column that isn't there.", _SHOWS.capitalize())
            chosen[found[0]] = field
    plain = [" ".join(name.replace("_", " ").split()).casefold() for name in header]
    for field, names in FIELDS.items():
        found = [plain.index(name) for name in names if name in plain and plain.index(name) not in chosen]
        if found and field not in named:
            chosen[found[0]] = field
    return tuple(Column(name, chosen.get(number, "")) for number, name in enumerate(header))


def _add(gathered: Gathered, place: str, row: list[str], places: Mapping[str, list[int]], *, own_id: str = "") -> None:
    def cells(field: str) -> Iterator[str]:
        return (row[number] for number in places.get(field, ()) if row[number].strip())

    for number in places.get("", ()):
        gathered.leave_out("cells of columns that go nowhere", bool(row[number].strip()))
    minutes = "".join(cells("minutes")).strip()
    counted = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else None
    if counted is not None and counted > 1440:
        counted = None
    gathered.leave_out("minutes that are no number up to 1440", bool(minutes) and counted is None)
    starred = "".join(cells("starred")).strip().lower()
    gathered.leave_out("stars that are neither yes nor no", starred not in (*_YES, *_NO))
    gathered.add(
        place,
        _when(gathered, place, *("".join(cells(field)).strip() for field in ("when", "time", "zone"))),
        _text(gathered.columns, row, places.get("text", [])),
        title=" ".join(cells("topic")),
        tags=[tag for cell in cells("tags") for tag in split_tags(cell.replace(";", ","))],
        people=[name for cell in cells("people") for name in split_names(cell.replace(";", ","))],
        prompt="\n".join(cells("prompt")),
        mood="\n".join(cells("mood")),
        minutes=counted,
        starred=starred in _YES,
        own_id=own_id,
    )


def _text(columns: tuple[Column, ...], row: list[str], numbers: list[int]) -> str:
    """The text: that of one column as it is, those of several under their names."""
    if len(numbers) < 2:
        return row[numbers[0]] if numbers else ""
    return "\n\n".join(f"{columns[number].name}: {row[number]}" for number in numbers if row[number].strip())


def _when(gathered: Gathered, place: str, date: str, time: str, zone: str) -> When | None:
    if not date:
        return None
    when = gathered.options.whens.read(date)
    if when is None:
        raise BadInput(
            f"{place} has a date that can't be read.", "Say how it is written, as in: --date-format '%d/%m/%Y'"
        )
    if time:
        timed = beginning(f"2000-01-01 {time}")
        try:
            at = timed[0].time if timed and timed[0].time and not timed[1].strip() else parse_time(time)
        except BadInput:
            raise BadInput(f"{place} has a time that can't be read.", "Write it as 21:30 or 9pm.") from None
        when = When(when.date, at, when.zone)
    if zone:
        try:
            ZoneInfo(zone)
        except (LookupError, ValueError, OSError):
            gathered.leave_out("time zones that aren't known")
        else:
            when = When(when.date, when.time, zone)
    return when


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line each ends on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        with _limit:
            before = csv.field_size_limit(MOST_TEXT)
            try:
                row = next(reader, None)
            except csv.Error:
                raise BadInput(
                    f"Line {reader.line_num} can't be read as CSV.", "Look for a quote that isn't closed."
                ) from None
            finally:
                csv.field_size_limit(before)
        if row is None:
            return
        yield reader.line_num, row


def _delimiter(text: str) -> str:
    first = text.lstrip().partition("\n")[0][:10_000]
    return max(",;\t", key=first.count)
