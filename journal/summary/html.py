"""A summary as one HTML file that asks for nothing else, runs nothing, and prints on ordinary paper."""

import base64
import hashlib
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined

from journal.safety.text import safe, safe_line
from journal.summary.page import Items, Passages, Summary, Table

_LONGEST_WORD = 24  # characters; a column of a table is not made narrower than a word of this length


def html(summary: Summary) -> str:
    """The summary as a page. Whatever a person wrote is escaped by the template engine."""
    environment = Environment(
        loader=FunctionLoader(_resource),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"line": safe_line, "lines": lambda words: safe(words).strip("\n")}
    environment.tests |= {
        "several_lines": lambda parts: any("\n" in safe(part).strip() for part in parts),
        "unbroken": lambda words: any(len(word) > _LONGEST_WORD for word in words.split()),
        "table": lambda body: isinstance(body, Table),
        "list": lambda body: isinstance(body, Items),
        "passages": lambda body: isinstance(body, Passages),
    }
    # The page allows this one style by its hash, and nothing else.
    style = environment.get_template("summary.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("summary.html").render(summary=summary, style_hash=f"sha256-{digest}")


def _resource(name: str) -> str:
    return resources.files("journal.summary").joinpath(name).read_text(encoding="utf-8")
