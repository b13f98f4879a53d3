"""Which table a page belongs to: by walking down from the roots, and where a way is cut, by what its rows are like."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from journal.vault.salvage.catalogue import SCHEMA, SCHEMA_TABLE, Catalogue, Table
from journal.vault.salvage.cells import Node, Row, Unreadable
from journal.vault.salvage.pages import ClearPages

_ROWS_ENOUGH = 100  # of a part of a tree, to know the table by
_ROWS_TO_TRUST = 3  # of a page that a way leads to
_TRUNK_AT, _VERSION_AT, _APPLICATION_AT = 32, 60, 68  # in the header of the first page


@dataclass
class Layout:
    """Where the rows of each table are.

    `pages` has the pages by table, `cut` the tables of which a page is damaged or not to be found; `unplaced` are pages
    with rows that could be of several tables, or of none.
    """

    catalogue: Catalogue
    pages: dict[str, list[int]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    unplaced: list[int] = field(default_factory=list)


class Trees:
    """The trees of a file, as far as they can be followed.

    `header` is the application's id and the version of the schema, or None where the first page is damaged;
    `statements` are those of the schema that can be read, by name.
    """

    def __init__(self, pages: ClearPages) -> None:
        self._pages = pages
        first = pages(1)
        self.header = None if first is None else (_number(first, _APPLICATION_AT), _number(first, _VERSION_AT))
        self._taken = _free(pages)
        self._schema, self._schema_cut = self._walk(1, SCHEMA_TABLE)
        if self._schema_cut:  # its other pages are as good as any tree's
            self._schema += [number for number in self._left() if self._is_leaf_of(number, SCHEMA_TABLE)]
            self._taken.update(self._schema)
        objects = [SCHEMA_TABLE.named(row) for number in self._schema for row in self.rows(number, SCHEMA_TABLE)]
        self.statements: dict[str, str] = {one["name"]: one["sql"] for one in objects if isinstance(one["sql"], str)}
        self._roots: dict[str, int] = {one["name"]: one["rootpage"] for one in objects}

    def layout(self, catalogue: Catalogue) -> Layout:
        """Every page of rows by its table."""
        found = Layout(catalogue, {SCHEMA: self._schema}, {SCHEMA} if self._schema_cut else set())
        for name, table in catalogue.tables.items():
            if name == SCHEMA:
                continue
            found.pages[name], cut = self._walk(self._roots.get(name, 0), table)
            if cut:
                found.cut.add(name)
        self._place_others(found)
        return found

    def rows(self, number: int, table: Table) -> Iterator[Row]:
        """The rows on a page that can be ones of its table."""
        node = self._node(number)
        for row in node.rows(self._pages) if node else ():
            if row is not None and table.fits(row):
                yield row

    def _walk(self, root: int, table: Table) -> tuple[list[int], bool]:
        """The pages of a tree in the order of their rows, and whether some of them can't be followed or are not its."""
        found: list[int] = []
        cut = False
        ahead = [root]
        while ahead:
            number = ahead.pop()
            if number in self._taken or not self._is_of(number, table):
                cut = True
                continue
            node = self._node(number)
            assert node is not None
            self._taken.add(number)
            found.append(number)
            ahead += reversed(node.children())
        return found, cut

    def _is_of(self, number: int, table: Table) -> bool:
        """Whether a page that a way leads to can be one of the table."""
        node = self._node(number)
        if node is None or node.shape is not table.shape:
            return False
        return all(table.fits(row) for row in islice(node.rows(self._pages), _ROWS_TO_TRUST) if row is not None)

    def _is_leaf_of(self, number: int, table: Table) -> bool:
        """Whether a page that no way leads to has rows of the table."""
        return self._is_of(number, table) and any(True for _ in self.rows(number, table))

    def _node(self, number: int) -> Node | None:
        page = self._pages(number)
        if page is None:
            return None
        try:
            return Node(page, number)
        except Unreadable:
            return None

    def _left(self) -> list[int]:
        return [number for number in self._pages if number not in self._taken and self._node(number)]

    def _place_others(self, found: Layout) -> None:
        """Finds the table of each part of a tree that no way leads to any more."""
        left = self._left()
        nodes = {number: node for number in left if (node := self._node(number))}
        below = {child for number, node in nodes.items() for child in node.children() if child != number}
        for top in [*(number for number in left if number not in below), *left]:
            part = self._part(top, nodes)
            if not part:
                continue
            name = self._likeliest(part, found)
            if name:
                found.pages.setdefault(name, []).extend(part)
            elif any(True for number in part for _ in nodes[number].rows(self._pages)):
                found.unplaced += part

    def _part(self, top: int, nodes: dict[int, Node]) -> list[int]:
        part: list[int] = []
        ahead = [top]
        while ahead:
            number = ahead.pop()
            if number in self._taken or number not in nodes or nodes[number].shape is not nodes[top].shape:
                continue
            self._taken.add(number)
            part.append(number)
            ahead += reversed(nodes[number].children())
        return part

    def _likeliest(self, part: list[int], found: Layout) -> str:
        """The one table that the rows of these pages fit best, of those that lack something; "" where none does."""
        every = (row for number in part if (node := self._node(number)) for row in node.rows(self._pages) if row)
        rows = list(islice(every, _ROWS_ENOUGH))
        scores: list[tuple[int, str]] = []
        for name in found.cut:
            table = found.catalogue.tables[name]
            fitting = [likeness for row in rows if table.fits(row) and (likeness := table.likeness(row)) >= 0]
            if 2 * len(fitting) > len(rows):
                scores.append((sum(fitting), name))
        best = [name for score, name in scores if score == max(scores)[0]]
        told = len(best) == 1 or all(found.catalogue.tables[name].derived for name in best)
        return best[0] if best and told else ""


def _free(pages: ClearPages) -> set[int]:
    """The pages that are known to be free, with those that list them."""
    free: set[int] = set()
    first = pages(1)
    trunk = 0 if first is None else _number(first, _TRUNK_AT)
    while trunk not in free and (page := pages(trunk)) is not None:
        free.add(trunk)
        count = min(_number(page, 4), len(page) // 4 - 2)
        free.update(_number(page, at) for at in range(8, 8 + 4 * count, 4))
        trunk = _number(page, 0)
    return free


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")
