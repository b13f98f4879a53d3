"""How the fields of a record describe themselves.

Each field of a record is declared once, as `name: Annotated[type, Field(label, ...)]`. Forms, prompts, the reading pane
and the summary all walk `fields_of(record)`, so that a field can't be in one of them and missing from another.
"""

import datetime as dt
import functools
import types
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from typing import Annotated, Any, Self, Union, get_args, get_origin, get_type_hints

from journal.errors import BadInput


class Term(StrEnum):
    """One of a closed list of answers: a value that is stored and a label that is shown."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """A term from its value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """The term that is stored as `value`. Raises ValueError."""
        for term in cls:
            if term.value == value:
                return term
        raise ValueError("no such term")


class Guard(Enum):
    """How carefully a field is kept from leaving the journal."""

    OPEN = "open"  # private until it is chosen, alone or in bulk
    GUARDED = "guarded"  # private until it is chosen by itself
    NEVER = "never"  # can't be chosen


class Input(Enum):
    """What kind of answer a field takes."""

    LINE = "line"  # one line of text
    TEXT = "text"  # several lines of text
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes or no"
    CHOICE = "choice"  # one Term or none
    CHOICES = "choices"  # any number of Terms
    NAMES = "names"  # any number of short texts
    GROUP = "group"  # a record of its own, asked for field by field


@dataclass(frozen=True)
class Field:
    """What is said of a field where it is declared."""

    label: str
    help: str = ""
    guard: Guard = Guard.OPEN
    long: bool = False
    highest: int = 1440
    lowest: int = 0
    decimal: bool = False  # a number that is kept as it was written


@dataclass(frozen=True)
class FieldSpec:
    """A field with its name, its kind of input and its possible answers."""

    name: str
    label: str
    help: str
    guard: Guard
    input: Input
    terms: tuple[Term, ...] = ()
    highest: int = 1440
    lowest: int = 0
    decimal: bool = False
    group: tuple["FieldSpec", ...] = ()


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        (only,) = (part for part in get_args(hint) if part is not type(None))
        return only
    return hint


def _input(hint: Any, field: Field) -> tuple[Input, tuple[Term, ...], tuple[FieldSpec, ...]]:
    hint = _without_none(hint)
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return (Input.NAMES, (), ()) if item is str else (Input.CHOICES, tuple(item), ())
    if hint is str:
        return Input.TEXT if field.long else Input.LINE, (), ()
    if hint is bool:
        return Input.YES_NO, (), ()
    if hint is int:
        return Input.NUMBER, (), ()
    if hint is dt.date:
        return Input.DATE, (), ()
    if hint is dt.time:
        return Input.TIME, (), ()
    if issubclass(hint, Term):
        return Input.CHOICE, tuple(hint), ()
    return Input.GROUP, (), fields_of(hint)


def fields_of(record: type) -> tuple[FieldSpec, ...]:
    """The described fields of a record class, in the order they are declared; those without a `Field` are left out."""
    return _fields_of(record)


def check_numbers(record: Any) -> None:
    """Raises BadInput for the first number of a record, or of a group in it, that lies outside its field's limits."""
    for spec in fields_of(type(record)):
        value = getattr(record, spec.name)
        if spec.input is Input.GROUP:
            check_numbers(value)
        elif spec.input is Input.NUMBER and value is not None and not spec.lowest <= value <= spec.highest:
            raise BadInput(
                f"{spec.label}: that number can't be used here.",
                f"Write a whole number from {spec.lowest} to {spec.highest}, or leave it empty.",
            )


@functools.cache
def _fields_of(record: type) -> tuple[FieldSpec, ...]:
    hints = get_type_hints(record, include_extras=True)
    specs = []
    for declared in fields(record):
        hint = hints[declared.name]
        if get_origin(hint) is not Annotated:
            continue
        plain, field = get_args(hint)
        kind, terms, group = _input(plain, field)
        made = (declared.name, field.label, field.help, field.guard, kind, terms, field.highest, field.lowest)
        specs.append(FieldSpec(*made, decimal=field.decimal, group=group))
    return tuple(specs)


def decimal_of(text: str) -> float | None:
    """The number that a text is, with a point or a comma; None where it isn't one below a million millions."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None


def read_decimal(typed: str) -> str:
    """A number such as `24`, `3.5` or `3,5` as it was typed, or nothing. Raises BadInput."""
    if typed.strip() and decimal_of(typed) is None:
        raise BadInput("That isn't a number.", "Write one such as 24 or 3.5, or leave it empty; words fit in the note.")
    return typed


def read_number(typed: str, highest: int, lowest: int = 0) -> int:
    """A whole number from `lowest` to `highest`, in plain digits. Raises BadInput."""
    typed = typed.strip()
    if typed.isascii() and typed.isdigit() and len(typed) < 10 and lowest <= int(typed) <= highest:
        return int(typed)
    raise BadInput(f"That is not a whole number from {lowest} to {highest}.", "Write another one, or leave it empty.")
