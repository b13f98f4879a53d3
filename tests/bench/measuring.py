"""Jobs timed in turn, and tables of what came of it."""

import statistics
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

Job = Callable[[], object]
Name = TypeVar("Name", bound=Hashable)


def interleaved(jobs: Mapping[Name, Job], runs: int) -> dict[Name, list[float]]:
    """The seconds that each job took in each of so many rounds; in every round each job has one turn."""
    times: dict[Name, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()  # once before, so that nobody pays for being first
    for _ in range(runs):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - start)
    return times


def shown(times: Sequence[float]) -> str:
    """Median and spread, in milliseconds: `1.42 (1.30 to 2.05)`."""
    low, middle, high = min(times), statistics.median(times), max(times)
    return f"{middle * 1000:.3g} ({low * 1000:.3g} to {high * 1000:.3g})"


def ratio(times: Sequence[float], others: Sequence[float]) -> str:
    """How many times the median of the others the median is: `1.31 x`."""
    return f"{statistics.median(times) / statistics.median(others):.2f} x"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a plain table."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    print(f"\n{title}\n")
    for row in (head, ["-" * width for width in widths], *rows):
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
