"""An exercise as it is read: its steps, when it is done, its safety notes in full, and its variants."""

from collections.abc import Iterable, Iterator

from journal.library import library
from journal.model.exercise import Exercise
from journal.model.sensate_focus import stages_in_words
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import listed, paragraph, table, title

THERAPIST_ONLY = "Only where your therapist has set it."
LED = "therapist only"


def exercise_page(exercise: Exercise, *, own: bool) -> Iterator[Block]:
    """The whole page of an exercise."""
    kind = exercise.kind.label if exercise.kind else ""
    about = (kind, exercise.mode.label if exercise.mode else "", stages_in_words(exercise.stages))
    yield from title(exercise.heading, " · ".join(filter(None, (*about, "my own" if own else ""))))
    if exercise.therapist_only:
        yield Block(THERAPIST_ONLY, "mark")
    yield from listed("Steps", exercise.step_list, numbered=True)
    yield from safety_notes(library().safety_of(exercise.kind, exercise.safety).values())
    yield from table(
        [
            ("Suggested time", exercise.time),
            ("Worth rating", ", ".join(rated.label for rated in exercise.rate)),
        ]
    )
    if exercise.time:
        yield Block(library().times, "quiet")
    yield from paragraph("Why it may help", exercise.why)
    yield from variants("Easier", exercise.easier)
    yield from variants("Harder", exercise.harder)


def safety_notes(notes: Iterable[str]) -> Iterator[Block]:
    """The safety notes in full; they stand wherever an exercise is shown."""
    yield from listed("Safety", notes)


def variants(label: str, text: str, *, but: str = "") -> Iterator[Block]:
    """The variants of a task, one on each line, without those that the lines of `but` say already."""
    said = set(lines_of(but))
    yield from listed(label, (line for line in lines_of(text) if line not in said))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
