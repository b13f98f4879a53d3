"""An exercise as it is read: its steps, when it is done, its safety notes in full, and its variants."""

from collections.abc import Iterable, Iterator

from journal.library import library
from journal.model.exercise import Exercise, Safety
from journal.model.sensate_focus import Stage
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


def stages_in_words(stages: tuple[Stage, ...]) -> str:
    """`stage 1`, `stages 1 to 2`, `any stage`; "" where there is none."""
    numbers = sorted({stage.value for stage in stages})
    if not numbers:
        return ""
    if len(numbers) == len(Stage):
        return "any stage"
    return f"stage {numbers[0]}" if len(numbers) == 1 else f"stages {numbers[0]} to {numbers[-1]}"
