"""The exercises that a person can choose from: the library's and their own, behind the gate of the open stages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from journal.library import library
from journal.library.words import OwnWords
from journal.model.entry import Kind
from journal.model.exercise import Exercise, ExerciseMode, offered
from journal.model.folding import Folded, holds_words
from journal.model.homework import Assignment
from journal.model.records import Content
from journal.model.sensate_focus import UNGATED, Stage


@dataclass(frozen=True)
class Listed:
    """An exercise with its id, and whether it is the person's own."""

    id: str
    exercise: Exercise
    own: bool


class Shelf:
    """All exercises, kind by kind: first the library's in the order of their numbers, then the person's own.

    `own` holds the person's exercises as (id, exercise), and `stages` the stages that are open. With `words`, texts of
    the library are found by the person's words and by its own.
    """

    def __init__(
        self,
        own: Iterable[tuple[str, Exercise]] = (),
        stages: frozenset[Stage] = UNGATED,
        words: Mapping[str, str] | None = None,
    ) -> None:
        self._words = OwnWords(words or {})
        listed = [Listed(id_, one, False) for id_, one in library().exercises.items()]
        listed += [Listed(id_, one, True) for id_, one in own]
        self._kinds = {kind: place for place, kind in enumerate((*Kind, None))}
        listed.sort(key=lambda one: self._kinds[one.exercise.kind])
        self._all = {one.id: one for one in listed}
        self._open = tuple(one for one in listed if offered([one.exercise], stages))
        self._folded: dict[str, Folded] = {}

    def find(
        self,
        *,
        kind: Kind | None = None,
        mode: ExerciseMode | None = None,
        stage: Stage | None = None,
        text: str = "",
    ) -> tuple[Listed, ...]:
        """What may be offered, of this kind, mode and stage, with every word of the text in its title, steps or reason.

        A word may be the beginning of one; capitals and accents make no difference. What can be done alone or together
        is found under both. What waits for an agreement is never found. What has the words in its title comes first,
        and so does its kind.
        """
        words = [word for word in text.split() if holds_words(word)]
        found = [
            one
            for one in self._open
            if (kind is None or one.exercise.kind is kind)
            and (mode is None or one.exercise.mode in (mode, ExerciseMode.EITHER))
            and (stage is None or stage in one.exercise.stages)
            and all(self._text(one).find(word, prefix=True) for word in words)
        ]
        titled = {one.id for one in found if all(Folded(one.exercise.title).find(word, prefix=True) for word in words)}
        kinds = {one.exercise.kind for one in found if one.id in titled}
        found.sort(
            key=lambda one: (one.exercise.kind not in kinds, self._kinds[one.exercise.kind], one.id not in titled)
        )
        return tuple(found)

    def offer(self, id_: str) -> Listed | None:
        """The exercise with this id if it may be offered; None if there is none, or if it waits for an agreement."""
        return next((one for one in self._open if one.id == id_), None)

    def known(self, id_: str) -> Listed | None:
        """The exercise with this id whatever its stage: only to show beside an assignment that is there already."""
        return self._all.get(id_)

    def safety_notes(self, content: Content) -> tuple[str, ...]:
        """The safety notes in full that stand wherever homework or an exercise is shown; none for anything else."""
        match content:
            case Exercise():
                return tuple(library().safety_of(content.kind, content.safety).values())
            case Assignment():
                found = self._all.get(content.exercise)
                return tuple(library().safety_of(content.kind, found.exercise.safety if found else ()).values())
        return ()

    @property
    def waiting(self) -> tuple[Stage, ...]:
        """The stages that have exercises which wait for an agreement."""
        gates = {one.exercise.gate for one in self._all.values()} - {one.exercise.gate for one in self._open}
        return tuple(stage for stage in Stage if stage in gates)

    @property
    def waiting_note(self) -> str:
        """What to say of the exercises that wait, in one sentence; "" where none does."""
        if not self.waiting:
            return ""
        numbers = [stage.value for stage in self.waiting]
        stages = f"stage {numbers[0]}" if len(numbers) == 1 else f"stages {' and '.join(numbers)}"
        return f"Exercises of {stages} are folded away until you record that you and your therapist agreed on this."

    def _text(self, one: Listed) -> Folded:
        if one.id not in self._folded:
            said = self._words.in_exercise(one.id, one.exercise)
            parts = (one.exercise.title, one.exercise.steps, one.exercise.why, said.steps, said.why)
            self._folded[one.id] = Folded("\n".join(parts))
        return self._folded[one.id]
