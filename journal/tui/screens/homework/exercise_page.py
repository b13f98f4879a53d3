"""An exercise as it is read: its steps, when it is done, its safety notes in full, and its variants."""

from collections.abc import Iterable, Iterator

from journal.library import library
from journal.model.exercise import Exercise, Safety
from journal.model.sensate_focus import stages_in_words
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.page_view import listed, paragraph, table, title

_THERAPIST_ONLY = "Only where your therapist has set it."


def exercise_page(exercise: Exercise, *, own: bool) -> Iterator[Block]:
    """The whole page of an exercise."""
    kind = exercise.kind.label if exercise.kind else ""
    about = (kind, exercise.mode.label if exercise.mode else "", stages_in_words(exercise.stages))
    yield from title(exercise.heading, " · ".join(filter(None, (*about, "my own" if own else ""))))
    if exercise.therapist_only:
        yield Block(_THERAPIST_ONLY, "mark")
    yield from listed("Steps", exercise.step_list, numbered=True)
    yield from safety_notes(exercise.safety)
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


def safety_notes(codes: Iterable[Safety]) -> Iterator[Block]:
    """The safety notes in full; they stand wherever an exercise is shown."""
    yield from listed("Safety", (library().safety[code] for code in codes))


def variants(label: str, text: str) -> Iterator[Block]:
    """The variants of a task, one on each line."""
    yield from listed(label, (line.strip() for line in text.splitlines() if line.strip()))
