"""Salvage: every row of a damaged journal that can still be read, brought into a new one.

The damaged file is only ever read, and by ourselves: SQLite gives up a whole tree where one page of it is gone.
"""

import contextlib
import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from journal.errors import BadInput, Damaged, NewerVersion, NoJournal, WrongPassphrase
from journal.vault import schema, search
from journal.vault.check import check
from journal.vault.connection import Connection
from journal.vault.copying import Progress
from journal.vault.files import file_errors, make_folder, put_in_place, read_salt, refuse_taken
from journal.vault.key import KEY_BYTES, SALT_BYTES, Key, derive_key
from journal.vault.page import PAGE_BYTES
from journal.vault.presence import Presence
from journal.vault.salvage import versions
from journal.vault.salvage.catalogue import Catalogue, catalogue, likeliest
from journal.vault.salvage.pages import ClearPages
from journal.vault.salvage.trees import Layout, Trees
from journal.vault.salvage.writing import NewFile, readable
from journal.vault.unfinished import sweep, unfinished


@dataclass(frozen=True, kw_only=True)
class Salvaged:
    """What came over into the new file, and what did not.

    `counts` are the rows that came over by table (`entry`, `entry_version`, `trash`, `record`, `draft`, `person`...).
    `older` of the entries and records are an earlier version, for the last one can't be read. `missing` are rows by
    table that had to be there and could not be brought over, `missing_days` the days of the entries among them, as far
    as they are known. `unsure` are the tables of which more may be missing, that nothing tells of.

    `pages` were in the file, of which those in `damaged` can't be read or lie in the wrong place; `lacking` should have
    been there too; `unplaced` could be read, but nothing tells what their rows are of.
    """

    counts: dict[str, int]
    older: int
    missing: dict[str, int]
    missing_days: tuple[dt.date, ...]
    unsure: tuple[str, ...]
    pages: int
    damaged: tuple[int, ...]
    lacking: int
    unplaced: int


def salvage(path: Path, key: Key, place: Path, passphrase: str, progress: Progress | None = None) -> Salvaged:
    """Makes a new journal of what can be read of a damaged one, with a passphrase of its own, where nothing may be yet.

    `key` is that of the damaged file, whose salt may be lost if the key has it. Raises JournalInUse where another
    program has the file open, WrongPassphrase where the key made none of its pages, Damaged where nothing can be
    brought over, NoJournal, NewerVersion, BadInput for an empty passphrase or a taken place, and NotWritable. The
    damaged file is not touched, and nothing is left of a new one that did not get its name.
    """
    if not passphrase:
        raise BadInput("The passphrase is empty.", "Choose one of several words.")
    read_salt(path)  # refuses what can't be a journal
    path = path.resolve()  # what a save that was cut short left is beside the file itself
    refuse_taken(place)
    presence = Presence(path)
    try:
        with file_errors(path), presence.alone(), contextlib.ExitStack() as files:
            file = files.enter_context(path.open("rb"))
            undo_path = path.with_name(f"{path.name}-journal")
            undo = files.enter_context(undo_path.open("rb")) if undo_path.is_file() else None
            total = path.stat().st_size // PAGE_BYTES
            pages = ClearPages(file, undo, key, _steps(progress, 0, total))
            if not len(pages):
                raise WrongPassphrase(
                    "That passphrase opens no part of this file.",
                    "Check it and try again. Where the start of the file is destroyed, it takes the recovery sheet, "
                    "with the file number.",
                )
            trees = Trees(pages)
            _refuse_others(path, trees)
            # What is left where this is ended is found by the journal's name, as other unfinished files are.
            base = path if place.parent == path.parent else place
            sweep(base)
            return _bring_over(pages, trees, place, base, passphrase, _steps(progress, total, total))
    finally:
        presence.end()


def _steps(progress: Progress | None, before: int, total: int) -> Callable[[int], None]:
    """The pages are gone through twice: to know them, and to take what is on them."""

    def step(done: int) -> None:
        if progress is not None:
            progress(min(before + done, 2 * total), 2 * total)

    return step


def _refuse_others(path: Path, trees: Trees) -> None:
    if trees.header is None:
        return
    application, version = trees.header
    if application != schema.APPLICATION_ID:
        raise NoJournal(f"{path} is an encrypted database, but not a journal.", "Name another file.")
    if version > schema.newest():
        raise NewerVersion(
            f"{path} was last used by a newer version of journal.", "Install that version. Nothing was changed."
        )


def _bring_over(
    pages: ClearPages, trees: Trees, place: Path, base: Path, passphrase: str, step: Callable[[int], None]
) -> Salvaged:
    with file_errors(place):
        make_folder(place.parent)
        with unfinished(base) as temporary:
            connection = Connection(temporary, derive_key(passphrase, os.urandom(SALT_BYTES)))
            try:
                salvaged = _fill(connection, pages, trees, base, step)
                schema.apply(connection, salt=pages.salt)
                check(connection)
            finally:
                connection.close()
            put_in_place(temporary, place)
    return salvaged


def _fill(connection: Connection, pages: ClearPages, trees: Trees, base: Path, step: Callable[[int], None]) -> Salvaged:
    version = trees.header[1] if trees.header else _likeliest_version(trees, base)
    schema.apply(connection, to=version, salt=pages.salt)
    layout = trees.layout(catalogue(connection))
    unsure = _unsure(layout)
    with connection.atomic():
        new = NewFile(connection, layout.catalogue)
        _take_rows(new, trees, layout, step)
        older = versions.settle(new, all_known="entry" not in unsure)
        missing, days = versions.missing(new)
        _index(connection)
    counts = {name: new.count(table) for name, table in layout.catalogue.tables.items() if not table.derived}
    if not any(counts.values()):
        raise Damaged("Nothing that was written can be read in this file.", "Go back to a backup or another copy.")
    return Salvaged(
        counts=counts, older=older, missing=missing, missing_days=days, unsure=unsure, pages=pages.slots,
        damaged=pages.damaged, lacking=pages.lacking, unplaced=len(layout.unplaced),
    )  # fmt: skip


def _likeliest_version(trees: Trees, base: Path) -> int:
    """The version that the file was of, by what could be read of its schema: its first page, which says it, is lost."""
    every: list[Catalogue] = []
    with unfinished(base) as scratch:
        connection = Connection(scratch, Key(os.urandom(KEY_BYTES), os.urandom(SALT_BYTES)))
        try:
            for version in range(1, schema.newest() + 1):
                schema.apply(connection, to=version)
                every.append(catalogue(connection))
        finally:
            connection.close()
    return likeliest(every, trees.statements).version


def _take_rows(new: NewFile, trees: Trees, layout: Layout, step: Callable[[int], object]) -> None:
    done = 0
    for table in layout.catalogue.tables.values():
        numbers = layout.pages.get(table.name, [])
        of = layout.catalogue.tables.get(table.of)
        for number in numbers:
            for row in trees.rows(number, table):
                if of is not None:
                    new.know(of, readable(table.named(row)))
                elif not table.derived:
                    new.take(table, table.named(row))
            done += 1
            step(done)


def _index(connection: Connection) -> None:
    for position, words, facts in connection.rows("SELECT position, words, facts FROM entry ORDER BY position"):
        search.index(connection, position, msgspec.json.decode(words), msgspec.json.decode(facts))


def _unsure(layout: Layout) -> tuple[str, ...]:
    """The tables that lack a page, but for those whose rows a whole index tells."""
    tables = layout.catalogue.tables
    told = {
        table.of for table in tables.values() if table.of and table.name not in layout.cut
        and set(tables[table.of].key) <= {column.name for column in table.columns}
    }  # fmt: skip
    return tuple(name for name in tables if name in layout.cut and not tables[name].derived and name not in told)
