"""What is lost but for its earlier versions comes back as the newest of them, and what is missing is counted."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from journal.model.dates import When
from journal.vault.position import TIES, date_of, position_of
from journal.vault.salvage.catalogue import Table
from journal.vault.salvage.writing import NewFile, Values

_ENTRY, _TRASH, _PURGED = "entry", "trash", "purged"


def settle(new: NewFile, *, all_known: bool) -> int:
    """Makes the newest version of everything the present one, and says of how many it is an earlier one.

    Where all entries are known that are not in the trash, what is not among them is put there.
    """
    older = 0
    for table in list(new.catalogue.tables.values()):
        history = new.history(table)
        if history is None:
            continue
        for newest, first in list(_newest(new, history)):
            places = [table, *([new.catalogue.tables[_TRASH]] if table.name == _ENTRY else [])]
            present = [(place, found) for place in places if (found := new.find(place, newest)) is not None]
            if not present:
                older += _bring_back(new, _place(new, table, newest, all_known=all_known), history, newest, first)
            elif all(found["version"] <= newest["version"] for _, found in present):
                _go_on(new, *present[0], history, newest)
    _settle_trash(new)
    return older


def _newest(new: NewFile, history: Table) -> Iterator[tuple[Values, Values]]:
    """The newest of the earlier versions of each id, and the first that is there."""
    versions = sorted(new.rows(history), key=lambda one: (one["id"], one["version"]))
    for _, group in groupby(versions, key=lambda one: one["id"]):
        every = list(group)
        yield every[-1], every[0]


def _place(new: NewFile, table: Table, newest: Values, *, all_known: bool) -> Table:
    """The table that a row was in of which only its history is left."""
    if table.name != _ENTRY:
        return table
    live, trashed = ((newest["id"],) in new.known.get(name, {}) for name in (_ENTRY, _TRASH))
    return new.catalogue.tables[_TRASH] if trashed or (all_known and not live) else table


def _bring_back(new: NewFile, table: Table, history: Table, newest: Values, first: Values) -> bool:
    known = new.known.get(table.name, {}).get((newest["id"],), {})
    wanted = {column.name: column.must and not column.added for column in table.columns}
    values = {"created": first["updated"], "deleted": newest["updated"]} | known | newest
    if "position" in wanted:
        values["position"] = _position(newest, known.get("position", 0))
    values = {name: value for name, value in values.items() if name in wanted}
    if any(must and name not in values for name, must in wanted.items()):
        return False  # nothing tells what it was of
    new.put(table, values)
    new.remove(history, newest)
    return True


def _go_on(new: NewFile, table: Table, present: Values, history: Table, newest: Values) -> None:
    """An earlier version that is not earlier than the present one: a page is there as it was some time ago."""
    new.remove(history, newest)
    if newest["version"] > present["version"]:
        new.put(table, present | newest)


def _settle_trash(new: NewFile) -> None:
    """An entry is among the others or in the trash; where it is in both, nothing of it may be lost."""
    entry, trash = (new.catalogue.tables[name] for name in (_ENTRY, _TRASH))
    for values in list(new.rows(trash)):
        present = new.find(entry, values)
        if present is not None:
            new.remove(trash, values)
            if values["version"] != present["version"]:
                new.put(entry, {name: value for name, value in values.items() if name in present})


def missing(new: NewFile) -> tuple[dict[str, int], tuple[dt.date, ...]]:
    """How many rows of each table had to be there and have not come over, and the days of the entries among them."""
    counts: dict[str, int] = {}
    days: list[dt.date] = []
    for name, known in new.known.items():
        for key, values in known.items():
            if _is_there(new, name, key, values):
                continue
            counts[name] = counts.get(name, 0) + 1
            if name == _ENTRY and "position" in values:
                days.append(date_of(values["position"]))
    return counts, tuple(sorted(days))


def _is_there(new: NewFile, name: str, key: tuple[Any, ...], values: Values) -> bool:
    tables = new.catalogue.tables
    history = name.removesuffix("_version")
    others = [tables[one] for one in (_TRASH, _ENTRY, _PURGED) if tables[one].key == tables[name].key]
    if any(new.find(one, values) for one in (tables[name], *others)):
        return True
    if history == name:
        return False
    # An earlier version that became the present one.
    present = new.find(tables[history], values)
    return present is not None and (present["id"], present["version"]) == key


def _position(values: Values, known: int) -> int:
    """The place of an entry in time: the one it had, where that is of the minute of this version."""
    time = dt.time.fromisoformat(values["time"]) if values["time"] else None
    low = position_of(When(dt.date.fromisoformat(values["date"]), time, values["zone"]))
    return known if low <= known < low + TIES else low
