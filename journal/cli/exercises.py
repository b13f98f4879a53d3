"""The exercises on offer: which there are, and one of them as text or as JSON."""

import re
import textwrap
from collections.abc import Iterable
from typing import Any

from journal.cli.ids import SHORT, ending_in
from journal.cli.rows import title
from journal.errors import BadInput
from journal.library import library
from journal.library.shelf import Listed
from journal.model.codec import record_to_document
from journal.model.exercise import Exercise
from journal.model.homework import Assignment
from journal.model.sensate_focus import Stage, stages_in_words, waiting
from journal.safety.text import safe, safe_line
from journal.vault.vault import Vault

_COLUMNS = 80  # characters of a line
_ITEM = re.compile(r"- |\d+\. ")


def refuse_gated(vault: Vault, gate: Stage | None) -> None:
    """Raises BadInput for a stage that waits for an agreement."""
    if gate is not None and (why := waiting(gate, vault.assignments.open_stages())):
        raise BadInput(
            why,
            "Record the agreement with its date in the app, under Homework. An earlier stage is always there.",
        )


def find(vault: Vault, typed: str) -> Listed | None:
    """The exercise with this id, or one of the person's own by the end of its id. Raises BadInput behind the gate."""
    shelf, wanted = vault.shelf(), typed.strip().lower()
    known = shelf.known(wanted)
    if known is None:
        own = ending_in(vault.own_exercises, wanted)
        known = shelf.known(own[0].id) if len(own) == 1 else None
    if known is not None:
        refuse_gated(vault, known.exercise.gate)
    return known


def of_assignment(vault: Vault, assignment: Assignment) -> Exercise | None:
    """The exercise that an assignment was made from, if it is still there."""
    found = vault.shelf().known(assignment.exercise) if assignment.exercise else None
    return found.exercise if found else None


def ids_for_completion() -> list[str]:
    """The ids of the library's exercises that wait for no agreement. Nothing of the journal is looked at."""
    return [id_ for id_, exercise in library().exercises.items() if exercise.gate is None]


def row(one: Listed, *, masked: bool) -> tuple[str, str, str, str]:
    """An exercise in a list: its id, its kind with its stages, with whom, and its title; one's own can be hidden."""
    exercise = one.exercise
    numbers = sorted({stage.value for stage in exercise.stages})
    stages = f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else "".join(numbers)
    return (
        one.id[-SHORT:] if one.own else one.id,
        f"{exercise.kind.label if exercise.kind else ''} {stages}".strip(),
        exercise.mode.value if exercise.mode else "",
        title(exercise.heading, masked=masked and one.own),
    )


def page(one: Listed) -> str:
    """An exercise in full."""
    exercise = one.exercise
    about = (
        exercise.kind.label if exercise.kind else "",
        exercise.mode.label if exercise.mode else "",
        stages_in_words(exercise.stages),
        "my own" if one.own else "",
    )
    rows = [safe_line(exercise.heading), ", ".join(filter(None, about))]
    if exercise.therapist_only:
        rows.append("Only where your therapist has set it.")
    steps = [f"{number}. {step}" for number, step in enumerate(exercise.step_list, start=1)]
    for label, lines in (
        ("Steps", steps),
        ("Safety", safety_notes(library().safety_of(exercise.kind, exercise.safety).values())),
        ("Suggested time", [exercise.time, library().times] if exercise.time else []),
        ("Worth rating", [", ".join(rated.label for rated in exercise.rate)]),
        ("Why it may help", exercise.why.splitlines()),
        ("Easier", exercise.easier.splitlines()),
        ("Harder", exercise.harder.splitlines()),
    ):
        rows += block(label, lines)
    return "\n".join([*rows, "", f"Id: {one.id}"]) + "\n"


def block(label: str, lines: Iterable[str]) -> list[str]:
    """A heading with lines under it, wrapped; nothing where there are none."""
    wrapped = [row for line in lines for row in _wrapped(safe(line))]
    return ["", label, *wrapped] if wrapped else []


def _wrapped(line: str) -> list[str]:
    marked = _ITEM.match(line)
    return textwrap.wrap(line, _COLUMNS, subsequent_indent=" " * (len(marked[0]) if marked else 0))


def safety_notes(notes: Iterable[str]) -> list[str]:
    """The safety notes in full; they stand wherever an exercise is shown."""
    return [f"- {note}" for note in notes]


def document(one: Listed) -> dict[str, Any]:
    """An exercise for JSON, with its safety notes in full."""
    found = {"id": one.id, "own": one.own, **record_to_document(one.exercise)}
    notes = library().safety_of(one.exercise.kind, one.exercise.safety)
    found["safety"] = [{"code": code.value, "text": text} for code, text in notes.items()]
    return found
