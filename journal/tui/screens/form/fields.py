"""From the fields of an entry or a record to widgets, and from what was answered back to values."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from journal.errors import BadInput
from journal.model.dates import long_date, parse_date, parse_time
from journal.model.exercise import Safety
from journal.model.fields import FieldSpec, Input, Term, read_decimal, read_number
from journal.model.names import split_names, split_tags
from journal.model.rating import BUILT_IN, Moment, Rating, Scale, Scales
from journal.safety.text import safe_line
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.field import FieldRow
from journal.tui.widgets.line import LineInput
from journal.tui.widgets.options import OptionsInput
from journal.tui.widgets.rating import RatingInput

Answering = LineInput | TextEditor | OptionsInput | RatingInput

_WHO = ("initiated_by", "touched_first")  # lines that hold a nickname
_LABEL_CELLS = 24  # of a line of a label that stands at the left
_ONE_LINE = (Input.LINE, Input.NUMBER, Input.NAMES, Input.YES_NO)
_MOST_NUMBERS = 10  # of which a row of numbers to choose from is made; a greater number is typed
_CAN_NOT_EDIT = (
    "This text has characters that can't be typed or changed here. It is kept exactly as it is, and can be read."
)


class _Yes(Term):
    """The one answer of a field that takes yes or nothing."""

    YES = "yes", "yes"


@dataclass(frozen=True)
class Link:
    """Something that this can belong to: its id, and how it is shown."""

    value: str
    label: str


@dataclass(frozen=True)
class Suggestions:
    """What a form offers: words to complete, scales to rate on, homework or a session to belong to.

    `rate` are ids of scales that matter most here. `intro` is a word on what the form is for. `folded` are the names of
    fields that are folded away, which stay as they are. `safety` are the safety notes of an exercise that is chosen.
    """

    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    scales: Scales = BUILT_IN
    rate: tuple[str, ...] = ()
    homework: tuple[Link, ...] = ()
    sessions: tuple[Link, ...] = ()
    intro: str = ""
    folded: tuple[str, ...] = ()
    safety: tuple[Safety, ...] = ()


class FormField:
    """One field of the form: what it was given, the widget that asks for it, and what the answer means.

    As long as the answer is what was shown at first, the value is exactly what was given. A new answer is read at once,
    so that "yesterday" means the day before it was typed. What can't be read leaves the value as it was given, and is
    told of in a sentence, `problem`.
    """

    def __init__(
        self,
        path: str,
        row: FieldRow,
        widget: Answering,
        given: Any,
        shown: Any,
        read: Callable[[Any], Any],
        *,
        asks: Input | None = None,
        why: str = "",
    ) -> None:
        self.path = path
        self.asks = asks
        self.why = why
        self.row = row
        self.widget = widget
        self.given = given
        self.value = given
        self.problem = ""
        self._shown = self._answer = shown
        self._read = read
        self.look()

    @property
    def unread(self) -> str:
        """What was typed and can't be read, or ""."""
        return str(self._answer) if self.problem else ""

    def look(self) -> None:
        """Reads the answer if it changed."""
        answer = self.widget.answer
        if answer == self._answer:
            return
        self._answer = answer
        self.problem = ""
        try:
            self.value = self.given if answer == self._shown else self._read(answer)
        except BadInput as error:
            self.value = self.given
            self.problem = f"{error.message} {error.hint}"

    def mark(self) -> None:
        """Shows under the field what can't be read, or that it can't be edited."""
        editable = not isinstance(self.widget, LineInput | TextEditor) or self.widget.editable
        self.row.mark(self.problem if editable else _CAN_NOT_EDIT)


def field_of(
    spec: FieldSpec, path: str, given: Any, typed: str | None, suggestions: Suggestions, today: Callable[[], dt.date]
) -> FormField:
    """The field for a spec, but a group; `typed` is what a draft has for it that can't be read."""
    match spec.input:
        case Input.LINE if spec.decimal:
            return _line(spec, path, given, given, typed, read_decimal)
        case Input.LINE:
            names = ("me", *suggestions.people) if spec.name in _WHO else ()
            return _line(spec, path, given, given, typed, str, names=names)
        case Input.NUMBER if spec.highest <= _MOST_NUMBERS:
            rating = RatingInput(Scale(path, spec.label, spec.highest, ("", "")), given)
            return FormField(path, _row(spec, rating), rating, given, given, lambda answer: answer)
        case Input.NUMBER:
            shown = "" if given is None else str(given)

            def number(answer: str) -> int | None:
                return _number(answer, spec.highest, spec.lowest)

            return _line(spec, path, given, shown, typed, number, replace=True)
        case Input.NAMES:
            tags = spec.name == "tags"
            names = suggestions.tags if tags else suggestions.people
            read = split_tags if tags else split_names
            return _line(spec, path, given, ", ".join(given), typed, read, names=names, several=True)
        case Input.TEXT:
            editor = TextEditor(given)
            return FormField(path, _row(spec, editor, "-long"), editor, given, given, str)
        case Input.YES_NO:
            yes = (_Yes.YES,) if given else ()
            return _options(spec, path, (_Yes.YES,), given, yes, bool, several=True)
        case Input.CHOICE:
            chosen = () if given is None else (given,)
            return _options(spec, path, spec.terms, given, chosen, lambda answer: answer[0] if answer else None)
        case Input.CHOICES:
            return _options(
                spec,
                path,
                spec.terms,
                given,
                tuple(given),
                lambda answer: given if set(answer) == set(given) else answer,
                several=True,
            )
        case Input.DATE:
            return _date(path, spec.label, given, typed, lambda answer: _no_date(answer, today()), spec.help)
        case Input.TIME:
            return _time(path, spec.label, given, typed)
        case Input.GROUP:
            raise ValueError("a group is asked for field by field")


def date_field(given: dt.date, typed: str | None, today: Callable[[], dt.date]) -> FormField:
    """The field for the date; left empty, it is the day it was at first."""

    def read(answer: str) -> dt.date:
        return parse_date(answer, today()) if answer.strip() else given

    return _date("date", "Date", given, typed, read)


def time_field(given: dt.time | None, typed: str | None) -> FormField:
    """The field for the time, which may be empty."""
    return _time("time", "Time", given, typed)


def homework_field(given: str | None, offered: Sequence[Link]) -> FormField:
    """The field for the assignment that an entry belongs to; one that isn't offered any more can be taken off."""
    return _link("assignment", "Homework", given, offered, "homework that isn't here any more")


def session_field(given: str, offered: Sequence[Link]) -> FormField:
    """The field for the session that homework comes from; one that isn't offered any more can be taken off."""
    return _link("session", "From the session of", given or None, offered, "a session that isn't here any more")


def _link(path: str, label: str, given: str | None, offered: Sequence[Link], gone: str) -> FormField:
    choices = list(offered)
    if given and given not in {one.value for one in choices}:
        choices.append(Link(given, gone))
    chosen = tuple(one for one in choices if one.value == given)
    options = OptionsInput(choices, chosen)
    return FormField(
        path, FieldRow(label, options), options, given, chosen, lambda answer: answer[0].value if answer else None
    )


def _no_date(answer: str, today: dt.date) -> dt.date | None:
    return parse_date(answer, today) if answer.strip() else None


def _date(
    path: str, label: str, given: dt.date | None, typed: str | None, read: Callable[[str], Any], why: str = ""
) -> FormField:
    shown = given.isoformat() if given else ""
    line = LineInput(shown if typed is None else typed, select_on_focus=True)
    row = FieldRow(label, line, long_date(given) if given else why, classes=("-short", "-tight"))
    return FormField(path, row, line, given, shown, read, asks=Input.DATE, why=why)


def _time(path: str, label: str, given: dt.time | None, typed: str | None) -> FormField:
    shown = f"{given:%H:%M}" if given else ""
    line = LineInput(shown if typed is None else typed, select_on_focus=True)

    def read(answer: str) -> dt.time | None:
        return parse_time(answer) if answer.strip() else None

    return FormField(path, FieldRow(label, line, classes=("-short",)), line, given, shown, read, asks=Input.TIME)


def rating_field(scale: Scale, moment: Moment, ratings: Sequence[Rating], typed: str | None = None) -> FormField:
    """The field for one scale at one moment: its numbers in a row, or a line to type one where they are many."""
    path = rating_path(scale.id, moment)
    given = next((rating.value for rating in ratings if (rating.scale, rating.moment) == (scale.id, moment)), None)
    name = safe_line(scale.name if len(scale.moments) == 1 else f"{scale.name} {moment.label}")
    place = "-stacked" if cell_len(name) > _LABEL_CELLS else "-tight"
    if scale.highest <= _MOST_NUMBERS:
        rating = RatingInput(scale, given)
        return FormField(path, FieldRow(name, rating, classes=(place,)), rating, given, given, lambda answer: answer)
    shown = "" if given is None else str(given)
    line = LineInput(shown if typed is None else typed, select_on_focus=True)
    ends = safe_line(f"0 {scale.anchors[0]}, {scale.highest} {scale.anchors[-1]}")
    row = FieldRow(name, line, ends, classes=(place,) if place == "-stacked" else ("-short", place))
    return FormField(path, row, line, given, shown, lambda answer: _number(answer, scale.highest))


def rating_path(scale: str, moment: Moment) -> str:
    """The path of the field for a scale at a moment."""
    return f"rating:{scale}:{moment}"


def with_ratings(given: Sequence[Rating], fields: dict[str, FormField]) -> tuple[Rating, ...]:
    """The ratings after what was answered: those that no field asks for stay, and the order they had stays too."""
    kept: list[Rating] = []
    seen: set[str] = set()
    for rating in given:
        path = rating_path(rating.scale, rating.moment)
        field = fields.get(path)
        if field is None or field.value == field.given:
            kept.append(rating)
        elif field.value is not None and path not in seen:
            kept.append(Rating(rating.scale, rating.moment, field.value))
        seen.add(path)
    for path, field in fields.items():
        if path.startswith("rating:") and path not in seen and field.value is not None:
            _, scale, moment = path.split(":")
            kept.append(Rating(scale, Moment.of(moment), field.value))
    return tuple(kept)


def is_question(spec: FieldSpec) -> bool:
    """Whether a label is so long that it has to stand above the answer, as a question does on paper."""
    lines = 1 if spec.input in _ONE_LINE else 2
    return len(spec.label) > lines * _LABEL_CELLS


def _row(spec: FieldSpec, widget: Answering, *classes: str) -> FieldRow:
    if is_question(spec):
        classes = ("-stacked",)
    return FieldRow(spec.label, widget, spec.help, classes=classes)


def _line(
    spec: FieldSpec,
    path: str,
    given: Any,
    shown: str,
    typed: str | None,
    read: Callable[[str], Any],
    *,
    names: Sequence[str] = (),
    several: bool = False,
    replace: bool = False,
) -> FormField:
    line = LineInput(shown if typed is None else typed, names=names, several=several, select_on_focus=replace)
    classes = ("-short",) if spec.input is Input.NUMBER else ()
    return FormField(path, _row(spec, line, *classes), line, given, shown, read)


def _options(
    spec: FieldSpec,
    path: str,
    terms: Sequence[Term],
    given: Any,
    shown: tuple[Term, ...],
    read: Callable[[tuple[Term, ...]], Any],
    *,
    several: bool = False,
) -> FormField:
    options = OptionsInput(terms, shown, several=several)
    return FormField(path, _row(spec, options), options, given, shown, read)


def _number(answer: str, highest: int, lowest: int = 0) -> int | None:
    return read_number(answer, highest, lowest) if answer.strip() else None
