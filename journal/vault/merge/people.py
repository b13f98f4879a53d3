"""People of two copies of a journal: the later word on somebody holds, and every name that is kept out stays so."""

from dataclasses import dataclass, replace

import msgspec

from journal.model.codec import to_json
from journal.vault import person_marks
from journal.vault.connection import Connection


@dataclass(frozen=True)
class _Known:
    """Somebody as the file has them; `kept_out` has each name with the instant since when."""

    updated: str
    nickname: str
    alias: str
    created: str
    kept_out: tuple[tuple[str, str], ...]


def merge_people(ours: Connection, theirs: Connection) -> int:
    """Joins the people, and says how many were added, changed or removed. Whose journal it is is a setting by then."""
    _, whose = self_of(ours)
    removed: dict[str, str] = dict(ours.rows("SELECT digest, removed FROM person_removed"))
    for digest, instant in theirs.rows("SELECT digest, removed FROM person_removed"):
        if instant > removed.get(digest, ""):
            removed[digest] = instant
            ours.run("INSERT OR REPLACE INTO person_removed (digest, removed) VALUES (?, ?)", (digest, instant))
    mine, yours = _people(ours), _people(theirs)
    changed = 0
    for name in sorted({*mine, *yours}):
        before, other = mine.get(name), yours.get(name)
        digest = person_marks.digest(ours, name)
        after = _joined(before, other, removed.get(digest, ""))
        if after != before:
            changed += 1
            ours.run("DELETE FROM person WHERE nickname = ?", (name,))
            if after is not None:
                _write(ours, after)
    _say_self(ours, whose)
    return changed


def self_of(connection: Connection) -> tuple[str, str]:
    """Since when it is known whose journal it is, and by which digest, as JSON."""
    row = connection.row("SELECT updated, value FROM setting WHERE name = ?", (person_marks.SELF,))
    if row is not None:
        return row[0], row[1]
    person = connection.row("SELECT nickname FROM person WHERE is_self") or ("",)
    return "", to_json(person_marks.digest(connection, person[0]))


def _say_self(ours: Connection, value: str) -> None:
    for nickname, is_self in ours.rows("SELECT nickname, is_self FROM person"):
        is_it = int(to_json(person_marks.digest(ours, nickname)) == value)
        if is_it != is_self:
            ours.run("UPDATE person SET is_self = ? WHERE nickname = ?", (is_it, nickname))


def _people(connection: Connection) -> dict[str, _Known]:
    rows = connection.rows("SELECT updated, nickname, alias, created, kept_out, kept_since FROM person")
    return {
        person_marks.folded(nickname): _Known(
            updated,
            nickname,
            alias,
            created,
            tuple(zip(msgspec.json.decode(names), msgspec.json.decode(since), strict=True)),
        )
        for updated, nickname, alias, created, names, since in rows
    }


def _joined(ours: _Known | None, theirs: _Known | None, removed: str) -> _Known | None:
    if ours is None or theirs is None or ours == theirs:
        known = ours or theirs
        if known is None or known.updated <= removed:
            return None
        return replace(known, kept_out=tuple(one for one in known.kept_out if one[1] > removed))
    later = max(ours, theirs, key=lambda one: (one.updated, one.nickname, one.alias, one.created))
    if later.updated <= removed:
        return None
    since = dict(ours.kept_out)
    for name, instant in theirs.kept_out:
        since[name] = max(instant, since.get(name, ""))
    kept = sorted((instant, name) for name, instant in since.items() if instant > removed)
    return replace(later, kept_out=tuple((name, instant) for instant, name in kept))


def _write(ours: Connection, known: _Known) -> None:
    ours.run(
        "INSERT INTO person (nickname, is_self, created, alias, kept_out, updated, kept_since) "
        "VALUES (?, 0, ?, ?, ?, ?, ?)",
        (
            known.nickname,
            known.created,
            known.alias,
            to_json([name for name, _ in known.kept_out]),
            known.updated,
            to_json([since for _, since in known.kept_out]),
        ),
    )
