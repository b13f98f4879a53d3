"""The files of the library: their schema, and what is made of them.

A file that isn't as its schema says raises ValueError with its name and the field. A field that the schema doesn't know
is refused as well, so that a slip of the pen in an optional field can't go unnoticed.
"""

import tomllib
from importlib.resources.abc import Traversable
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from journal.model.entry import Kind
from journal.model.exercise import Exercise, ExerciseMode, Per, Rated, Safety
from journal.model.sensate_focus import Stage

Text = Annotated[str, Meta(pattern=r"\A\S(.*\S)?\Z")]  # one line, not empty, no blanks around it
Texts = Annotated[tuple[Text, ...], Meta(min_length=1)]
Slug = Annotated[str, Meta(pattern=r"\A[a-z]+(-[a-z]+)*\Z")]
Word = Annotated[str, Meta(pattern=r"\A[a-z]+\Z")]
Count = Annotated[int, Meta(ge=1)]


class PromptGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """Questions to write from that belong together: before a practice, after it, and so on."""

    name: Text
    prompts: Texts


class SupportLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A line that somebody can be reached on: where it is for, what it is called, and what to do."""

    country: Text
    name: Text
    how: Text


class Support(Struct, frozen=True, forbid_unknown_fields=True):
    """The support page, in the order in which it is shown."""

    opening: Text
    emergency: Text
    lines: Annotated[tuple[SupportLine, ...], Meta(min_length=1)]
    elsewhere: Text
    fear: Text
    device: Text
    about: Text


class Scaffolds(Struct, frozen=True, forbid_unknown_fields=True):
    """Beginnings of sentences."""

    sentences: Texts


class Prompts(Struct, frozen=True, forbid_unknown_fields=True):
    """What prompts.toml holds."""

    groups: tuple[PromptGroup, ...]
    scaffolds: Scaffolds


class SafetyNotes(Struct, frozen=True, forbid_unknown_fields=True):
    """What safety.toml holds: a note for each code, and one on suggested times."""

    times: Text
    notes: dict[Safety, Text]


class _Glossary(Struct, frozen=True, forbid_unknown_fields=True):
    terms: dict[Text, Text]


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    terms: dict[Word, Text]


class _Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    number: Count
    title: Text
    mode: ExerciseMode
    steps: Texts
    time: Text
    rate: Annotated[tuple[Rated, ...], Meta(min_length=1)]
    why: Text
    easier: Texts
    harder: tuple[Text, ...] = ()
    stages: tuple[Stage, ...] = ()
    therapist_only: bool = False
    minutes: Count | None = None
    wanted: Count | None = None
    per: Per | None = None
    safety: tuple[Safety, ...] = ()


class _Exercises(Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind
    exercises: dict[Slug, dict[str, Any]]
    safety: tuple[Safety, ...] = ()


_EXERCISES = ("sensate_focus", "experimentation", "education", "communication")

T = TypeVar("T")


def exercises(folder: Traversable) -> dict[str, Exercise]:
    """The exercises of all kinds by id, in the order of their numbers. Raises ValueError."""
    found: dict[str, tuple[int, Exercise]] = {}
    for name in _EXERCISES:
        file = f"exercises_{name}.toml"
        group = _checked(_read(folder, file), _Exercises, file)
        for slug, document in group.exercises.items():
            one = _checked(document, _Exercise, f"{file}: {slug}")
            if slug in found:
                raise ValueError(f"{file}: {slug}: another exercise has this id")
            if any(one.number == number for number, _ in found.values()):
                raise ValueError(f"{file}: {slug}: another exercise has this number - at `$.number`")
            found[slug] = (one.number, _exercise(one, group))
    return {slug: exercise for slug, (_, exercise) in sorted(found.items(), key=lambda item: item[1][0])}


def safety(folder: Traversable) -> SafetyNotes:
    """The safety notes, one for each code, and the note on times. Raises ValueError."""
    file = "safety.toml"
    read = _checked(_read(folder, file), SafetyNotes, file)
    for code in Safety:
        if code not in read.notes:
            raise ValueError(f"{file}: there is no text - at `$.notes.{code.value}`")
    return msgspec.structs.replace(read, notes={code: read.notes[code] for code in Safety})


def prompts(folder: Traversable) -> Prompts:
    """The prompts and the scaffolds. Raises ValueError."""
    return _checked(_read(folder, "prompts.toml"), Prompts, "prompts.toml")


def support(folder: Traversable) -> Support:
    """The support page. Raises ValueError."""
    return _checked(_read(folder, "support.toml"), Support, "support.toml")


def glossary(folder: Traversable) -> dict[str, str]:
    """The glossary in the order of the alphabet. Raises ValueError."""
    terms = _checked(_read(folder, "glossary.toml"), _Glossary, "glossary.toml").terms
    return dict(sorted(terms.items(), key=lambda term: term[0].casefold()))


def words(folder: Traversable) -> dict[str, str]:
    """The words of the body that a person can have their own for, with what they mean. Raises ValueError."""
    return _checked(_read(folder, "words.toml"), _Words, "words.toml").terms


def _exercise(one: _Exercise, group: _Exercises) -> Exercise:
    return Exercise(
        title=one.title,
        kind=group.kind,
        mode=one.mode,
        stages=one.stages,
        therapist_only=one.therapist_only,
        steps="\n".join(one.steps),
        time=one.time,
        minutes=one.minutes,
        wanted=one.wanted,
        per=one.per,
        rate=one.rate,
        safety=tuple(code for code in Safety if code in group.safety or code in one.safety),
        why=one.why,
        easier="\n".join(one.easier),
        harder="\n".join(one.harder),
    )


def _read(folder: Traversable, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(folder.joinpath(file).read_text(encoding="utf-8"))
    except ValueError as problem:
        raise ValueError(f"{file}: {problem}") from None


def _checked(document: object, schema: type[T], place: str) -> T:
    try:
        return msgspec.convert(document, schema)
    except msgspec.ValidationError as problem:
        raise ValueError(f"{place}: {problem}") from None
