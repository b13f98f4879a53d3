"""What comes with the program: exercises with their safety notes, prompts and scaffolds, the support page, plain words.

Their texts are in TOML files beside this one. Nothing is read before it is asked for, and then it is read once.
"""

import functools
from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from journal.library import files
from journal.library.files import PromptGroup, Support, SupportLine
from journal.model.entry import Kind
from journal.model.exercise import Exercise, Safety

__all__ = ["BLANK", "Library", "PromptGroup", "Support", "SupportLine", "library"]

BLANK = "___"


class Library:
    """The texts in a folder. Every part raises ValueError, with file and field, where a file isn't as it should be."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder

    @functools.cached_property
    def exercises(self) -> Mapping[str, Exercise]:
        """The exercises by id, in the order of their numbers, which begin with 1."""
        return MappingProxyType(files.exercises(self._folder))

    @property
    def safety(self) -> Mapping[Safety, str]:
        """The full text of every safety note."""
        return self._safety.notes

    def safety_of(self, kind: Kind | None, codes: Iterable[Safety] = ()) -> Mapping[Safety, str]:
        """The safety notes of a task by code, in full: those that all exercises of its kind have, and those of `codes`.

        They stand wherever the task is shown, one of the person's own and one from scratch included.
        """
        of_kind = [set(one.safety) for one in self.exercises.values() if one.kind is kind]
        wanted = set.intersection(*of_kind) if of_kind else set()
        return {code: text for code, text in self.safety.items() if code in wanted or code in codes}

    @property
    def times(self) -> str:
        """What to know about the suggested times, in a sentence or two."""
        return self._safety.times

    @property
    def prompt_groups(self) -> tuple[PromptGroup, ...]:
        """Questions to write from, by group."""
        return self._prompts.groups

    @property
    def scaffolds(self) -> tuple[str, ...]:
        """Beginnings of sentences, with BLANK where the person's own words go."""
        return self._prompts.scaffolds.sentences

    @functools.cached_property
    def support(self) -> Support:
        """The support page."""
        return files.support(self._folder)

    @functools.cached_property
    def glossary(self) -> Mapping[str, str]:
        """Terms in plain words, in the order of the alphabet."""
        return MappingProxyType(files.glossary(self._folder))

    @functools.cached_property
    def words(self) -> Mapping[str, str]:
        """Words of the body for which a person can choose their own, in small letters, and what each means here."""
        return MappingProxyType(files.words(self._folder))

    @functools.cached_property
    def _safety(self) -> files.SafetyNotes:
        return files.safety(self._folder)

    @functools.cached_property
    def _prompts(self) -> files.Prompts:
        return files.prompts(self._folder)


@functools.cache
def library() -> Library:
    """The library of the program."""
    return Library(resources.files(__package__))
