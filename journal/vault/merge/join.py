"""What two copies of one entry or record make together. The same comes of it in whatever order copies are joined."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from journal.model.codec import to_json
from journal.model.entry import Sharing
from journal.model.goal import GoalProgress
from journal.model.sharing import still_shared
from journal.vault.choices import Choice, both, decode, encode, holding
from journal.vault.merge.items import ENTRY, Item, Version
from journal.vault.rows import from_row

_Key = tuple[str, str, bytes]  # the instant of a version, its `created`, and what is in it but for what is shared

_FACTS = -1  # the last of an entry's fields
_NOTHING = Sharing()


@dataclass(frozen=True)
class _Known:
    """A version without what is shared of it, and what was shared when it was written over."""

    version: Version
    shared: Sharing


def joined(ours: Item | None, theirs: Item | None, purged: Mapping[str, str]) -> Item:
    """What two copies make of one id; where one has nothing, or both have the same, it is that.

    `purged` says of every id when it was deleted for good in either: what was noted of a goal goes with the goal.
    """
    item = ours or theirs
    assert item is not None
    if ours is None or theirs is None or ours == theirs:
        kept = tuple(one for one in item.versions if not _goes(item.type, one, None, purged))
        if kept == item.versions:
            return item
        return _made(item, item, kept, _with_goal(item.purged, set(item.versions) - set(kept)), None)
    gone = _later(ours.purged, theirs.purged)
    kind = ours.type or theirs.type
    known = _united(_known(ours), _known(theirs))
    left = {key: one for key, one in known.items() if not _goes(kind, one.version, gone, purged)}
    gone = _with_goal(gone, {one.version for key, one in known.items() if key not in left})
    order = sorted(left)
    numbers = _numbers(order, ours, theirs)
    versions = [
        replace(_with_shared(left[key], _NOTHING if key == order[-1] else left[key].shared), number=number)
        for key, number in zip(order, numbers, strict=True)
    ]
    return _made(ours, theirs, tuple(versions), gone, order[-1] if order else None)


def _made(ours: Item, theirs: Item, versions: tuple[Version, ...], gone: str | None, present: _Key | None) -> Item:
    """An item of these versions, with where it stands and what is shared of it."""
    removed = _after(_later(ours.removed, theirs.removed), gone)
    returned = _after(_later(ours.returned, theirs.returned), gone)
    removed, returned = (None, returned) if (returned or "") > (removed or "") else (removed, None)
    if not versions:
        return Item(ours.id, removed=removed, returned=returned, purged=gone)
    last = versions[-1].updated
    removed = None if removed is not None and last > removed else removed
    returned = _after(returned, last)
    choices = _choices(ours.choices, theirs.choices, {one.updated for one in versions})
    kind = ours.type or theirs.type
    if kind == ENTRY:
        versions = (*versions[:-1], _released(ours.id, versions[-1], choices))
    known = (one for one in (ours, theirs) if one.versions)
    places = [one.came for one in known if present in (None, _key(one, one.versions[-1]))]
    came = min(places, default=max(ours.came, theirs.came))
    created = min(one.created for one in (ours, theirs) if one.versions)
    return Item(ours.id, kind, versions, came, created, removed, returned, gone, choices)


def _known(item: Item) -> dict[_Key, _Known]:
    found: dict[_Key, _Known] = {}
    for one in item.versions:
        bare, shared = (one, _NOTHING) if item.type != ENTRY else _apart(one)
        if one is item.versions[-1]:
            shared = _NOTHING  # what is shared of it is among the choices
        found[_key(item, one)] = _Known(bare, shared)
    return found


def _united(one: dict[_Key, _Known], other: dict[_Key, _Known]) -> dict[_Key, _Known]:
    again = {
        key: _Known(one[key].version, _all(one[key].shared, other[key].shared)) for key in one.keys() & other.keys()
    }
    return one | other | again


def _key(item: Item, version: Version) -> _Key:
    bare = _apart(version)[0] if item.type == ENTRY else version
    plain = [_plain(field) for field in bare.fields]
    return version.updated, version.created, msgspec.json.encode(plain, order="sorted")


def _plain(field: Any) -> Any:
    """A field so that the same is the same, in whatever order the file has its parts."""
    return msgspec.json.decode(field) if isinstance(field, str) and field.startswith("{") else field


def _goes(kind: str, version: Version, gone: str | None, purged: Mapping[str, str]) -> bool:
    """Whether a version goes with what was deleted for good; what was written later than that stays."""
    if kind == GoalProgress.type and purged:
        goal = msgspec.json.decode(version.fields[0]).get("goal", "")
        gone = _later(gone, purged.get(goal))
    return gone is not None and version.updated <= gone


def _with_goal(gone: str | None, left_out: Collection[Version]) -> str | None:
    """When something is taken to have been deleted for good, whose versions go with it or with the goal they are of.

    Without versions nothing tells of which goal it is. So it is as if it had been deleted when it was changed last.
    """
    return max([gone or "", *(one.updated for one in left_out)]) or None


def _numbers(order: list[_Key], ours: Item, theirs: Item) -> list[int]:
    """From 1 on, unless both have just these versions and number them in the same way."""
    for one in (ours, theirs):
        if [_key(one, version) for version in one.versions] != order:
            return list(range(1, len(order) + 1))
    mine, yours = ([one.number for one in item.versions] for item in (ours, theirs))
    return mine if mine == yours else list(range(1, len(order) + 1))


def _choices(ours: tuple[Choice, ...], theirs: tuple[Choice, ...], versions: set[str]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for over, chosen, sharing in (*ours, *theirs):
        if over not in versions:
            continue
        before = found.get(over)
        if before is None or chosen > before[1]:
            found[over] = (over, chosen, sharing)
        elif chosen == before[1] and sharing != before[2]:
            found[over] = (over, chosen, encode(both(decode(sharing), decode(before[2]))))
    return tuple(found[over] for over in sorted(found))


def _released(item_id: str, version: Version, choices: tuple[Choice, ...]) -> Version:
    """The present version of an entry with what is shared of it."""
    holds = holding(choices)
    bare, _ = _apart(version)
    if holds == _NOTHING:
        return bare
    row = (item_id, *bare.fields, version.number, version.created, version.updated)
    return _with_shared(_Known(bare, _NOTHING), still_shared(holds, from_row(row).content))


def _apart(version: Version) -> tuple[Version, Sharing]:
    """A version of an entry without what is shared of it, and that."""
    if '"sharing"' not in version.fields[_FACTS]:
        return version, _NOTHING
    facts = msgspec.json.decode(version.fields[_FACTS])
    sharing = facts.pop("sharing", {})
    return replace(version, fields=(*version.fields[:_FACTS], to_json(facts))), msgspec.convert(sharing, Sharing)


def _with_shared(known: _Known, sharing: Sharing) -> Version:
    version = known.version
    if sharing == _NOTHING:
        return version
    facts = msgspec.json.decode(version.fields[_FACTS]) | {"sharing": msgspec.json.decode(encode(sharing))}
    return replace(version, fields=(*version.fields[:_FACTS], to_json(facts)))


def _all(one: Sharing, other: Sharing) -> Sharing:
    return Sharing(
        therapist=one.therapist | other.therapist,
        joint=one.joint | other.joint,
        therapist_passages=tuple(sorted({*one.therapist_passages, *other.therapist_passages})),
        joint_passages=tuple(sorted({*one.joint_passages, *other.joint_passages})),
    )


def _later(one: str | None, other: str | None) -> str | None:
    return max(one or "", other or "") or None


def _after(instant: str | None, gone: str | None) -> str | None:
    return instant if instant is not None and (gone is None or instant > gone) else None
