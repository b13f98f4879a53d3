"""From a query to SQL: words through the full-text index, filters through the labels, dates through positions."""

import datetime as dt
import unicodedata
from dataclasses import replace
from typing import Any

from journal.model.folding import spaced
from journal.model.query import Query, Words
from journal.model.sharing import Audience
from journal.vault.connection import Connection
from journal.vault.position import DAY, day_of

# Between two fields in the index, so that no words are found across them: a private-use character, a word by itself.
_FIELD_END = "\n\ue000\n"
_LEAST_OF_AN_ID = 4  # characters of an id that are taken for its end


def places(
    query: Query, *, after: int | None = None, before: int | None = None, ordered: bool = True
) -> tuple[str, list[Any]]:
    """A SELECT of the positions of the entries that a query finds, newest first, and its values.

    With `after`, those that follow that place; with `before`, those ahead of it, the nearest first. The entries
    themselves aren't looked at, so that many matches are counted and skipped at little cost.
    """
    values: list[Any] = []
    where: list[str] = []
    source, position = "entry AS e", "e.position"
    match = " AND ".join(_match(words) for words in query.words)
    labels = _labels(query)
    if match:
        source, position = "entry_search AS s", "s.rowid"
        where.append("entry_search MATCH ?")
        values.append(match)
    elif labels and len(labels[0][1]) == 1:
        # One label drives the walk in the order of its index; without it, every entry would be looked at.
        name, found = labels.pop(0)
        source, position = "entry_label AS l", "l.position"
        where.append("l.name = ? AND l.value = ?")
        values += [name, found[0]]
    for name, found in labels:
        marks = ", ".join("?" * len(found))
        own = f"x.value IN ({marks}) AND x.position = {position}"
        where.append(f"EXISTS (SELECT 1 FROM entry_label AS x WHERE x.name = ? AND {own})")
        values += [name, *found]
    for name, wanted in (("flagged", query.flagged), ("shared", query.shared)):
        if wanted is False:
            where.append(f"NOT EXISTS (SELECT 1 FROM entry_label AS x WHERE x.name = ? AND x.position = {position})")
            values.append(name)
    for bound, comparison in (
        (_day(query.after, 0), ">="), (_day(query.before, 1), "<"), (after, "<"), (before, ">"),
    ):  # fmt: skip
        if bound is not None:
            where.append(f"{position} {comparison} ?")
            values.append(bound)
    sql = f"SELECT {position} FROM {source}"
    if where:
        sql += " WHERE " + " AND ".join(where)
    if ordered:
        # The matches of a beginning are one list made in memory, and FTS5 takes a time that grows with its square to
        # walk such a list backwards (3 s for 100,000); to sort them takes a hundredth of that.
        walked = position if not any(words.prefix for words in query.words) else f"+{position}"
        sql += f" ORDER BY {walked} {'ASC' if before is not None else 'DESC'}"
    return sql, values


def index(connection: Connection, position: int, words: dict[str, str], facts: dict[str, Any]) -> None:
    """Makes the words, tags and nicknames of the entry at a position findable."""
    connection.run("INSERT INTO entry_search (rowid, body) VALUES (?, ?)", (position, _body(words, facts)))


def forget(connection: Connection, position: int, words: dict[str, str], facts: dict[str, Any]) -> None:
    """Takes out of the index what `index` put in; the index keeps no text, so it has to be told the same again."""
    connection.run(
        "INSERT INTO entry_search (entry_search, rowid, body) VALUES ('delete', ?, ?)", (position, _body(words, facts))
    )


def forget_all(connection: Connection) -> None:
    """Empties the index."""
    connection.run("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")


def _body(words: dict[str, str], facts: dict[str, Any]) -> str:
    return _FIELD_END.join(map(spaced, (*words.values(), *facts.get("tags", ()), *facts.get("people", ()))))


def spelled(connection: Connection, query: Query) -> Query:
    """The query with tags and nicknames spelled as in the journal, whatever their capitals were, and homework by id."""
    if not query.tags and not query.people and not query.homework:
        return query
    return replace(
        query,
        tags=_spellings(query.tags, values_of(connection, "tag")),
        people=_spellings(query.people, values_of(connection, "with")),
        homework=_homework(connection, query.homework),
    )


def _spellings(typed: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    # What nothing is spelled like stays, so that it finds nothing rather than everything.
    wanted = {_plain(name) for name in typed}
    return tuple(name for name in known if _plain(name) in wanted) or typed


def _homework(connection: Connection, typed: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the homework whose titles begin with what was typed, or whose ids end in it."""
    wanted = tuple(map(_plain, typed))
    ends = tuple(one for one in wanted if len(one) >= _LEAST_OF_AN_ID)
    titles = connection.rows("SELECT id, content ->> 'title' FROM record WHERE type = 'assignment'") if typed else []
    return tuple(one for one, title in titles if one.endswith(ends) or _plain(title or "").startswith(wanted)) or typed


def _plain(name: str) -> str:
    # An accent may be a part of its letter or stand after it, depending on the keyboard.
    return unicodedata.normalize("NFC", name).casefold()


def _labels(query: Query) -> list[tuple[str, tuple[str, ...]]]:
    shared = tuple(query.audiences)
    if query.shared and not shared:
        shared = tuple(Audience)
    labels: list[tuple[str, tuple[str, ...]]] = [
        ("tag", query.tags),
        ("with", query.people),
        ("flagged", ("yes",) if query.flagged else ()),
        ("shared", shared),
        ("outcome", query.outcomes),
        ("kind", query.kinds),
        ("assignment", query.homework),
    ]
    return [(name, tuple(map(str, values))) for name, values in labels if values]


def _match(words: Words) -> str:
    quoted = '"' + spaced(words.text).replace('"', '""') + '"'
    return quoted + "*" if words.prefix else quoted


def _day(date: dt.date | None, days_later: int) -> int | None:
    return None if date is None else day_of(date) + days_later * DAY


def values_of(connection: Connection, name: str) -> tuple[str, ...]:
    """The values that a label has, found by jumping along its index."""
    rows = connection.rows(
        """
        WITH RECURSIVE found (value) AS (
            SELECT min(value) FROM entry_label WHERE name = :name
            UNION ALL
            SELECT (SELECT min(value) FROM entry_label WHERE name = :name AND value > found.value)
            FROM found WHERE found.value IS NOT NULL
        )
        SELECT value FROM found WHERE value IS NOT NULL
        """,
        {"name": name},
    )
    return tuple(sorted((row[0] for row in rows), key=str.casefold))
