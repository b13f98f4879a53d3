"""Each format loads what it needs and no more."""

import subprocess
import sys

import pytest

CODE = """
import datetime as dt, sys
from journal.model.sharing import Audience
from journal.summary import Format, render
from journal.summary.page import Summary
day = dt.date(2026, 5, 17)
summary = Summary(nickname="", audience=Audience.JOINT, since=day, until=day, made=day, sections=())
render(summary, Format.of(sys.argv[1]))
print(*sys.modules)
"""


@pytest.mark.parametrize(
    ("form", "needed"), [("txt", set()), ("md", set()), ("html", {"jinja2"}), ("pdf", {"typst", "pikepdf"})]
)
def test_what_makes_pages(form: str, needed: set[str]) -> None:
    """What makes a web page or a PDF is loaded for that and for nothing else; what draws on a screen never is."""
    run = subprocess.run([sys.executable, "-c", CODE, form], capture_output=True, check=True, text=True)
    modules = set(run.stdout.split())
    assert {"jinja2", "typst", "pikepdf"} & modules == needed
    assert not {"textual", "rich", "typer"} & modules
