"""A summary as one HTML file that asks for nothing else, runs nothing, and prints on ordinary paper."""

import base64
import functools
import hashlib
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined

from journal.safety.text import safe, safe_line
from journal.summary.columns import weight
from journal.summary.drawing import drawing
from journal.summary.page import Items, Parts, Passages, Plots, Summary, Table

_LONGEST_WORD = 24  # characters; a column of a table is not made narrower than a word of this length


def html(summary: Summary) -> str:
    """The summary as a page. Whatever a person wrote is escaped by the template engine."""
    environment = _environment()
    # The page allows this one style by its hash, and nothing else.
    style = environment.get_template("summary.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("summary.html").render(summary=summary, style_hash=f"sha256-{digest}")


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_resource),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"line": safe_line, "lines": _lines}
    environment.filters |= {"shares": _shares, "drawn": drawing}
    environment.tests |= {
        "table": lambda body: isinstance(body, Table),
        "list": lambda body: isinstance(body, Items),
        "passages": lambda body: isinstance(body, Passages),
        "plots": lambda body: isinstance(body, Plots),
        "several_lines": _has_several_lines,
        "unbroken": lambda words: any(len(word) > _LONGEST_WORD for word in words.split()),
    }
    return environment


def _shares(table: Table) -> list[int]:
    """How much of a table's width each column is to have, in per cent."""
    weights = []
    for place, column in enumerate(table.columns):
        longest_word = max(len(word) for word in column.split())
        lengths = [len(" · ".join(row.cells[place])) for row in table.rows]
        weights.append(max(longest_word, weight(lengths)))
    return [round(100 * one / sum(weights)) for one in weights]


def _lines(words: str) -> str:
    return safe(words).strip("\n")


def _has_several_lines(parts: Parts) -> bool:
    return any("\n" in safe(part).strip() for part in parts)


def _resource(name: str) -> str:
    return resources.files("journal.summary").joinpath(name).read_text(encoding="utf-8")
