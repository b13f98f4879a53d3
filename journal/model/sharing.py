"""What may leave: per entry, a set of fields for each audience."""

from dataclasses import replace

from journal.model.entry import EntryContent, Kind, Sharing, blank, detail_fields
from journal.model.fields import FieldSpec, Guard, Input, Term, fields_of
from journal.model.rating import BUILT_IN, SCALE, Scales

RATING = "rating:"


class Audience(Term):
    """Who a summary is for."""

    THERAPIST = "therapist", "my therapist"
    JOINT = "joint", "a joint session"


def audience_fields(sharing: Sharing, audience: Audience) -> frozenset[str]:
    """The names of the fields that were released for an audience."""
    return sharing.therapist if audience is Audience.THERAPIST else sharing.joint


def with_audience_fields(sharing: Sharing, audience: Audience, names: frozenset[str]) -> Sharing:
    """The same choice with another set of fields for one audience."""
    if audience is Audience.THERAPIST:
        return replace(sharing, therapist=names)
    return replace(sharing, joint=names)


def guard_of(kind: Kind, name: str) -> Guard:
    """How carefully a field of a kind is kept. All of a reflection is guarded. Raises KeyError for an unknown name."""
    if name.startswith(RATING):
        scale = SCALE.get(name.removeprefix(RATING))
        guard = scale.guard if scale else Guard.GUARDED
    else:
        guard = {"time": Guard.OPEN, **{spec.name: spec.guard for spec in _specs(kind)}}[name]
    if kind is Kind.REFLECTION and guard is Guard.OPEN:
        return Guard.GUARDED
    return guard


def filled(content: EntryContent, scales: Scales = BUILT_IN) -> tuple[tuple[str, str], ...]:
    """The fields of an entry that hold something and could be shared, as (name, label), in reading order."""
    found = [("time", "Time")] if content.when.time else []
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


def open_names(content: EntryContent) -> frozenset[str]:
    """What a choice in bulk releases: every filled field that isn't guarded."""
    return frozenset(name for name, _ in filled(content) if guard_of(content.kind, name) is Guard.OPEN)


def released(content: EntryContent, audience: Audience) -> EntryContent | None:
    """The entry with everything that was not released for this audience taken out, or None where nothing was.

    The date and the kind go with whatever was released. What may never leave doesn't, even if its name is in the set.
    """
    names = audience_fields(content.sharing, audience) & {name for name, _ in filled(content)}
    if not names:
        return None
    empty = blank(content.kind, content.when)
    shown = {spec.name: getattr(content, spec.name) for spec in fields_of(EntryContent) if spec.name in names}
    details = {s.name: getattr(content.details, s.name) for s in detail_fields(content.kind) if s.name in names}
    return replace(
        empty,
        when=content.when if "time" in names else replace(content.when, time=None),
        ratings=tuple(rating for rating in content.ratings if RATING + rating.scale in names),
        details=replace(empty.details, **details),
        **shown,
    )


def still_shared(sharing: Sharing, content: EntryContent) -> Sharing:
    """What of a choice can stand: the names of fields that hold something and may leave."""
    names = {name for name, _ in filled(content)}
    return Sharing(therapist=sharing.therapist & names, joint=sharing.joint & names)


def is_shared(content: EntryContent) -> bool:
    """Whether anything of an entry goes to anyone."""
    return still_shared(content.sharing, content) != Sharing()


def _specs(kind: Kind) -> tuple[FieldSpec, ...]:
    return fields_of(EntryContent) + detail_fields(kind)


def _holds(value: object, spec: FieldSpec) -> bool:
    return value is not None if spec.input is Input.NUMBER else bool(value)
