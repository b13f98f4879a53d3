"""What may leave: per entry, a set of fields and passages for each audience."""

from collections.abc import Iterable
from dataclasses import replace

from journal.model.entry import EntryContent, Kind, SharedPassage, Sharing, blank, detail_fields
from journal.model.fields import FieldSpec, Guard, Input, Term, fields_of
from journal.model.rating import BUILT_IN, SCALE, Scales

RATING = "rating:"
TASK = "assignment"  # the title of the homework an entry belongs to
TASK_LABEL = "Homework"
# The fields that say what was done and how it went, in facts alone.
_FACTS = frozenset({TASK, "topic", "time", "outcome", "minutes", "minutes_each_way", "stage"})


class Audience(Term):
    """Who a summary is for."""

    THERAPIST = "therapist", "my therapist"
    JOINT = "joint", "a joint session"


class Preset(Term):
    """A choice of several fields at once."""

    NOTHING = "nothing", "nothing"
    TOPIC = "topic", "topic only"
    FACTS = "facts", "facts: homework, topic, how it went, times, ratings"
    UNGUARDED = "unguarded", "everything but what is guarded"


def audience_fields(sharing: Sharing, audience: Audience) -> frozenset[str]:
    """The names of the fields that were released for an audience."""
    return sharing.therapist if audience is Audience.THERAPIST else sharing.joint


def audience_passages(sharing: Sharing, audience: Audience) -> tuple[SharedPassage, ...]:
    """The passages that were released for an audience."""
    return sharing.therapist_passages if audience is Audience.THERAPIST else sharing.joint_passages


def with_audience_fields(sharing: Sharing, audience: Audience, names: frozenset[str]) -> Sharing:
    """The same choice with another set of fields for one audience."""
    if audience is Audience.THERAPIST:
        return replace(sharing, therapist=names)
    return replace(sharing, joint=names)


def with_audience_passages(sharing: Sharing, audience: Audience, passages: Iterable[SharedPassage]) -> Sharing:
    """The same choice with other passages for one audience."""
    kept = tuple(sorted(set(passages)))
    if audience is Audience.THERAPIST:
        return replace(sharing, therapist_passages=kept)
    return replace(sharing, joint_passages=kept)


def guard_of(kind: Kind, name: str) -> Guard:
    """How carefully a field of a kind is kept. All of a reflection is guarded. Raises KeyError for an unknown name."""
    if name.startswith(RATING):
        scale = SCALE.get(name.removeprefix(RATING))
        guard = scale.guard if scale else Guard.GUARDED
    elif name == TASK:
        # The title of an experiment may be the name of what is tried, which is guarded.
        guard = Guard.GUARDED if kind is Kind.EXPERIMENTATION else Guard.OPEN
    else:
        guard = {"time": Guard.OPEN, **{spec.name: spec.guard for spec in _specs(kind)}}[name]
    if kind is Kind.REFLECTION and guard is Guard.OPEN:
        return Guard.GUARDED
    return guard


def filled(content: EntryContent, scales: Scales = BUILT_IN) -> tuple[tuple[str, str], ...]:
    """The fields of an entry that hold something and could be shared, as (name, label), in reading order."""
    found = [(TASK, TASK_LABEL)] if content.assignment else []
    if content.when.time:
        found.append(("time", "Time"))
    details_empty = type(content.details)()
    for spec in fields_of(EntryContent):
        if spec.name in ("text", "tags", "flagged"):
            continue
        if _holds(getattr(content, spec.name), spec):
            found.append((spec.name, spec.label))
    for scale in dict.fromkeys(rating.scale for rating in content.ratings):
        found.append((RATING + scale, scales.name(scale)))
    for spec in detail_fields(content.kind):
        value = getattr(content.details, spec.name)
        if value != getattr(details_empty, spec.name) and spec.guard is not Guard.NEVER:
            found.append((spec.name, spec.label))
    for spec in fields_of(EntryContent):
        if spec.name in ("text", "tags", "flagged") and _holds(getattr(content, spec.name), spec):
            found.append((spec.name, spec.label))
    return tuple(found)


def passage_fields(content: EntryContent) -> dict[str, str]:
    """The texts of an entry from which a passage can be shared, by the name of their field."""
    names = {name for name, _ in filled(content)}
    specs = [spec for spec in _specs(content.kind) if spec.input is Input.TEXT and spec.name in names]
    return {spec.name: _value(content, spec.name) for spec in specs}


def open_names(content: EntryContent) -> frozenset[str]:
    """What a choice in bulk releases: every filled field that isn't guarded."""
    return frozenset(name for name, _ in filled(content) if guard_of(content.kind, name) is Guard.OPEN)


def preset_names(content: EntryContent, preset: Preset) -> frozenset[str]:
    """The fields that a preset releases of an entry.

    Nothing that is guarded is among them, but for a topic that was asked for alone.
    """
    match preset:
        case Preset.NOTHING:
            return frozenset()
        case Preset.TOPIC:
            return frozenset({"topic"}) & {name for name, _ in filled(content)}
        case Preset.FACTS:
            return frozenset(name for name in open_names(content) if name in _FACTS or name.startswith(RATING))
        case Preset.UNGUARDED:
            return open_names(content)


def released(content: EntryContent, audience: Audience) -> EntryContent | None:
    """The entry with everything that was not released for this audience taken out, or None where nothing was.

    The date and the kind go with whatever was released. What may never leave doesn't, even if its name is in the set.
    A text of which passages alone were released is made of these, in the order in which they stand in it, each a
    paragraph of its own.
    """
    could_be = {name for name, _ in filled(content)}
    names = audience_fields(content.sharing, audience) & could_be
    passages = _chosen_passages(content, audience, without=names)
    if not names and not passages:
        return None
    empty = blank(content.kind, content.when)
    shown = {spec.name: getattr(content, spec.name) for spec in fields_of(EntryContent) if spec.name in names}
    details = {s.name: getattr(content.details, s.name) for s in detail_fields(content.kind) if s.name in names}
    for name, text in passages.items():
        (details if hasattr(content.details, name) else shown)[name] = text
    return replace(
        empty,
        when=content.when if "time" in names else replace(content.when, time=None),
        ratings=tuple(rating for rating in content.ratings if RATING + rating.scale in names),
        assignment=content.assignment if TASK in names else None,
        details=replace(empty.details, **details),
        **shown,
    )


def still_shared(sharing: Sharing, content: EntryContent) -> Sharing:
    """What of a choice can stand: the fields that hold something and may leave, and the passages that are there."""
    names = {name for name, _ in filled(content)}
    return Sharing(
        therapist=sharing.therapist & names,
        joint=sharing.joint & names,
        therapist_passages=_still_there(sharing.therapist_passages, content),
        joint_passages=_still_there(sharing.joint_passages, content),
    )


def is_shared(content: EntryContent) -> bool:
    """Whether anything of an entry goes to anyone."""
    return still_shared(content.sharing, content) != Sharing()


def _chosen_passages(content: EntryContent, audience: Audience, *, without: Iterable[str]) -> dict[str, str]:
    """The text that the released passages of each field make."""
    found: dict[str, list[tuple[int, str]]] = {}
    texts = passage_fields(content)
    for passage in _still_there(audience_passages(content.sharing, audience), content):
        if passage.field not in without:
            found.setdefault(passage.field, []).append((texts[passage.field].index(passage.text), passage.text))
    return {
        name: "\n\n".join(text for start, text in sorted(parts) if not _is_within(start, text, parts))
        for name, parts in found.items()
    }


def _is_within(start: int, text: str, parts: list[tuple[int, str]]) -> bool:
    end = start + len(text)
    return any(
        (begin, other) != (start, text) and begin <= start and end <= begin + len(other) for begin, other in parts
    )


def _still_there(passages: Iterable[SharedPassage], content: EntryContent) -> tuple[SharedPassage, ...]:
    texts = passage_fields(content)
    kept = (one for one in set(passages) if one.text.strip() and one.text in texts.get(one.field, ""))
    return tuple(sorted(kept))


def _value(content: EntryContent, name: str) -> str:
    return str(getattr(content if hasattr(content, name) else content.details, name))


def _specs(kind: Kind) -> tuple[FieldSpec, ...]:
    return fields_of(EntryContent) + detail_fields(kind)


def _holds(value: object, spec: FieldSpec) -> bool:
    return value is not None if spec.input is Input.NUMBER else bool(value)
