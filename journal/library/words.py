"""The person's own words in the texts of the library.

They are put in where a text is drawn and nowhere else: what is stored or leaves the journal has the words it was
written in. Only steps, reasons, variants, prompts and meanings change. Titles stay, since the therapist knows an
exercise by its own. Safety notes stay too: what they say has to be understood at once, by a partner or a clinician as
well, and a private word could blur it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from journal.library import library
from journal.model.exercise import Exercise
from journal.model.homework import Assignment
from journal.safety.text import safe_line


class OwnWords:
    """What a person calls the terms of `library().words`: a word by its term. Terms without one are left alone."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        words = {term: safe_line(chosen[term]) for term in library().words if term in chosen} if chosen else {}
        self._words = {term: word for term, word in words.items() if word}
        self._terms = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, self._words))})(?![\w-])", re.IGNORECASE)

    def of(self, term: str) -> str:
        """The person's word for a term, in one line that is safe to draw; "" where there is none."""
        return self._words.get(term.lower(), "")

    def in_text(self, shipped: str) -> str:
        """A text of the library with the person's words in it. A term with a capital gives its word one as well."""
        return self._terms.sub(self._word, shipped) if self._words else shipped

    def in_exercise(self, exercise_id: str, exercise: Exercise) -> Exercise:
        """The exercise with the person's words in it, if it is one of the library; one of their own as it is."""
        if not self._words or exercise_id not in library().exercises:
            return exercise
        return replace(
            exercise,
            steps=self.in_text(exercise.steps),
            why=self.in_text(exercise.why),
            easier=self.in_text(exercise.easier),
            harder=self.in_text(exercise.harder),
        )

    def in_assignment(self, assignment: Assignment) -> Assignment:
        """The homework with the person's words in every line that stands in its exercise of the library word for word.

        All other lines are the person's, and so is the whole of what wasn't made from the library.
        """
        shipped = library().exercises.get(assignment.exercise) if self._words else None
        if shipped is None:
            return assignment
        lines = {line for text in (shipped.steps, shipped.why, shipped.easier, shipped.harder) for line in _lines(text)}

        def said(text: str) -> str:
            return "\n".join(self.in_text(line) if line in lines else line for line in _lines(text))

        return replace(
            assignment,
            instructions=said(assignment.instructions),
            why=said(assignment.why),
            easier=said(assignment.easier),
            harder=said(assignment.harder),
            adaptations=tuple(
                replace(one, what=said(one.what), instructions=said(one.instructions)) for one in assignment.adaptations
            ),
        )

    def _word(self, term: re.Match[str]) -> str:
        word = self._words[term[0].lower()]
        return word[:1].upper() + word[1:] if term[0][0].isupper() else word


def _lines(text: str) -> list[str]:
    return text.split("\n")
