"""The web page in a real browser: it asks for nothing, runs nothing, says nothing, and prints on two sheets at most."""

import datetime as dt
import re
from pathlib import Path

import pytest

from journal.demo import DEMO_PASSPHRASE, Story, create
from journal.model.dates import When
from journal.model.sharing import Audience
from journal.summary import Format, render
from journal.summary.build import build
from journal.vault.vault import Vault
from tests.hostile import HOSTILE_TEXTS
from tests.summary.audit import audit
from tests.summary.chromium import visit
from tests.summary.made import everywhere

pytestmark = pytest.mark.browser

TODAY = dt.date(2026, 5, 17)
EVIL = (
    '<script>console.log("ran")</script><img src="http://img.invalid/x" onerror="console.log(1)">'
    '<iframe src="http://frame.invalid/"></iframe><style>@import "http://style.invalid/";</style>'
    "<svg onload=console.log(2)>"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the browser keeps what it makes."""
    return tmp_path / "browser"


def test_the_instrument(browser: str, folder: Path) -> None:
    """A page that does what a summary may not is found out: its requests, its script, and a style it doesn't allow."""
    found = visit(browser, folder, b"<!doctype html><meta charset=utf-8><title>x</title>" + EVIL.encode())
    assert {"http://img.invalid/x", "http://frame.invalid/", "http://style.invalid/"} <= set(found.requests)
    assert any('"ran"' in line for line in found.console)
    altered = render(everywhere("words"), Format.HTML).replace(b"--ink", b"--oak")
    assert any("Content Security Policy" in line for line in visit(browser, folder / "altered", altered).console)


def test_hostile_text(browser: str, folder: Path) -> None:
    """With hostile text in every place, nothing is asked for, nothing runs, and the text stands there to be read."""
    page = render(everywhere("\n".join((EVIL, *HOSTILE_TEXTS))), Format.HTML)
    found = visit(browser, folder, page)
    assert (found.requests, found.console) == ((), ())
    assert '<script>console.log("ran")</script>' in " ".join(" ".join(found.sheets).split())


@pytest.mark.parametrize("size", ["letter", "A4"])
@pytest.mark.parametrize("story", Story)
def test_the_demo(browser: str, folder: Path, tmp_path: Path, story: Story, size: str) -> None:
    """Four weeks of the demo print on at most two sheets of either size, with nothing asked for and nothing said."""
    vault = Vault.open(create(tmp_path, story, TODAY, "UTC"), DEMO_PASSPHRASE)
    summary = build(vault, Audience.THERAPIST, TODAY - dt.timedelta(days=28), TODAY, When(TODAY))
    vault.close()
    page = render(summary, Format.HTML).decode()
    # The size of paper is the reader's to choose. Here it is chosen in the style, which the policy then wouldn't know.
    page = re.sub(r"<meta http-equiv[^>]*>", "", page).replace("@page {", f"@page {{ size: {size};")
    found = visit(browser, folder, page.encode())
    assert 1 <= len(found.sheets) <= 2
    assert summary.nickname in found.sheets[0] and "Details chosen" in found.sheets[-1]


def test_the_demo_as_it_leaves(browser: str, folder: Path, tmp_path: Path) -> None:
    """The demo's page exactly as it is written is silent in the browser and has at most two sheets."""
    vault = Vault.open(create(tmp_path, Story.COUPLE, TODAY, "UTC"), DEMO_PASSPHRASE)
    summary = build(vault, Audience.THERAPIST, TODAY - dt.timedelta(days=28), TODAY, When(TODAY))
    vault.close()
    found = visit(browser, folder, render(summary, Format.HTML))
    assert (found.requests, found.console) == ((), ())
    assert 1 <= len(found.sheets) <= 2


@pytest.mark.audit
def test_the_audit_of_accessibility(browser: str, folder: Path, tmp_path: Path) -> None:
    """axe-core finds nothing in the demo's page, nor in one with every shape and words in every place; it can find."""
    vault = Vault.open(create(tmp_path, Story.COUPLE, TODAY, "UTC"), DEMO_PASSPHRASE)
    summary = build(vault, Audience.THERAPIST, TODAY - dt.timedelta(days=28), TODAY, When(TODAY))
    vault.close()
    for name, page in (("demo", summary), ("everywhere", everywhere("words"))):
        passes, violations = audit(browser, folder.with_name(name), render(page, Format.HTML))
        assert violations == []
        assert {"html-has-lang", "document-title", "color-contrast", "heading-order", "list"} <= passes
    broken = render(summary, Format.HTML).replace(b'<html lang="en">', b"<html>")
    assert "html-has-lang" in {one["id"] for one in audit(browser, folder.with_name("broken"), broken)[1]}
