"""Reading what was typed in answer to a question about a field."""

import datetime as dt
from typing import TypeVar

from journal.errors import BadInput
from journal.model.dates import parse_date, parse_time
from journal.model.entry import Kind
from journal.model.fields import FieldSpec, Input, Term, read_number
from journal.model.names import split_names, split_tags

T = TypeVar("T", bound=Term)
Value = str | int | bool | dt.date | dt.time | Term | tuple[str, ...] | tuple[Term, ...]

KINDS = tuple(kind.value.replace("_", "-") for kind in Kind)


def read_kind(typed: str) -> Kind:
    """The kind that a word or its beginning stands for, such as `sensate-focus` or `com`. Raises BadInput."""
    wanted = typed.strip().lower().replace("_", "-").replace(" ", "-")
    found = [kind for kind in Kind if kind.value.replace("_", "-").startswith(wanted)] if wanted else []
    if len(found) == 1:
        return found[0]
    problem = "More than one kind begins like that." if found else "There is no such kind."
    raise BadInput(problem, f"Kinds are: {', '.join(KINDS)}.")


def read_answer(spec: FieldSpec, typed: str, today: dt.date) -> Value:
    """The value of a field that a filled line stands for; terms by their number or their beginning. Raises BadInput.

    `today` is what words such as `yesterday` are counted from.
    """
    match spec.input:
        case Input.DATE:
            return parse_date(typed, today)
        case Input.TIME:
            return parse_time(typed)
        case Input.NUMBER:
            return read_number(typed, spec.highest, spec.lowest)
        case Input.YES_NO:
            return read_yes_no(typed)
        case Input.CHOICE:
            return read_term(spec.terms, typed)
        case Input.CHOICES:
            return tuple(dict.fromkeys(read_term(spec.terms, part) for part in typed.split(",") if part.strip()))
        case Input.NAMES:
            return split_tags(typed) if spec.name == "tags" else split_names(typed)
        case _:
            return typed


def read_yes_no(typed: str) -> bool:
    """Yes or no, or a beginning of it. Raises BadInput."""
    typed = typed.strip().lower()
    if typed and ("yes".startswith(typed) or "no".startswith(typed)):
        return typed.startswith("y")
    raise BadInput("That is neither yes nor no.", "Type y or n.")


def numbered(terms: tuple[T, ...]) -> tuple[tuple[str, T], ...]:
    """The terms with the numbers they are chosen by: their own where they are numbers, else counted from 1."""
    if all(term.value.isdigit() for term in terms):
        return tuple((term.value, term) for term in terms)
    return tuple((str(number), term) for number, term in enumerate(terms, start=1))


def read_term(terms: tuple[T, ...], typed: str) -> T:
    """The term that a number or a beginning stands for. Raises BadInput."""
    wanted = " ".join(typed.lower().split())
    by_number = [term for number, term in numbered(terms) if number == wanted]
    exact = [term for term in terms if term.label.lower() == wanted]
    found = by_number or exact or [term for term in terms if wanted and term.label.lower().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise BadInput("More than one of these begins like that." if found else "That is none of these.", "Type a number.")
