"""Tables and plots of the same figures, as plain values. Nothing of a screen is in them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

Cells = tuple[str, ...]
Key = int | str
T = TypeVar("T")


class Made(Sequence[T], Generic[T]):
    """A sequence whose items are made when they are asked for, so that 100,000 rows cost what is seen of them."""

    def __init__(self, count: int, make: Callable[[int], T]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[T, ...]: ...

    def __getitem__(self, number: int | slice) -> T | tuple[T, ...]:
        """The item with this number, or those of a slice. Raises IndexError."""
        if isinstance(number, slice):
            return tuple(self._make(n) for n in range(*number.indices(self._count)))
        if not -self._count <= number < self._count:
            raise IndexError(number)
        return self._make(number % self._count)


@dataclass(frozen=True)
class Column:
    """A column: its title, the cells it takes, whether it holds numbers, and whether it takes what room is left."""

    title: str
    width: int
    number: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells, of any number. `keys` says what each stands for: the place of an entry, or the id of a record."""

    columns: tuple[Column, ...] = ()
    rows: Sequence[Cells] = ()
    keys: Sequence[Key] = ()

    @property
    def titles(self) -> Cells:
        """The titles of the columns."""
        return tuple(column.title for column in self.columns)


@dataclass(frozen=True)
class Series:
    """Points that one mark is drawn for: `at` has whole numbers along the axis in order, `values` what stands there."""

    words: str
    mark: str
    at: Sequence[int]
    values: Sequence[float]


@dataclass(frozen=True)
class Plot:
    """Points over time.

    Along the axis are days, as ordinals from `first` to `last`; or, where there are `dates`, numbers from 0 in the
    order of those dates. Values go from `low` to `high`; `names` has words for some of them. `level` is a value to draw
    a line at, with its words. With `joined`, what stands at one place belongs together and is joined by a line.
    """

    series: tuple[Series, ...]
    first: int
    last: int
    low: float
    high: float
    names: dict[int, str] = field(default_factory=dict)
    dates: Sequence[dt.date] = ()
    level: float | None = None
    level_words: str = ""
    joined: bool = False


@dataclass(frozen=True)
class Stack:
    """Letters one on the other for each week, a letter for each entry.

    `weeks` has the first day of every week in order; `counts` has, by the number of a week, how many entries there are
    for each letter. `words` say what the letters mean.
    """

    weeks: Sequence[dt.date]
    counts: dict[int, dict[str, int]]
    words: dict[str, str]


@dataclass(frozen=True)
class Figures:
    """What a part of Progress shows: facts in words, a table, and a plot of what is in it, where there is something."""

    facts: tuple[str, ...] = ()
    table: Table = Table()
    plot: Plot | Stack | None = None


DATE = Column("Date", 15)


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things: `1 entry`, `1,204 entries`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
