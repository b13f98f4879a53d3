"""Headless Chromium: a page opened from a file, with what it asked for, what it said, and how it prints."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--enable-logging=stderr",
    # Whatever a page or the browser itself asks for is in the log, and none of it leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--net-log-capture-mode=Everything",
)


@dataclass(frozen=True)
class Visit:
    """What came of opening a page: addresses it asked for, lines on its console, and each printed sheet's text."""

    requests: tuple[str, ...]
    console: tuple[str, ...]
    sheets: tuple[str, ...]


def find() -> str | None:
    """The browser on this machine, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def visit(browser: str, folder: Path, page: bytes) -> Visit:
    """Opens a page from a file in this folder and prints it on sheets of the browser's default size."""
    folder.mkdir()
    (folder / "page.html").write_bytes(page)
    run = subprocess.run(
        [
            browser,
            *_OPTIONS,
            f"--user-data-dir={folder / 'profile'}",
            f"--log-net-log={folder / 'net.json'}",
            f"--print-to-pdf={folder / 'page.pdf'}",
            (folder / "page.html").as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    said = run.stderr.decode(errors="replace").splitlines()
    sheets = pypdf.PdfReader(folder / "page.pdf").pages
    return Visit(
        requests=_requests(json.loads((folder / "net.json").read_text("utf-8"))),
        console=tuple(line for line in said if ":CONSOLE:" in line),
        sheets=tuple(sheet.extract_text() for sheet in sheets),
    )


def after_scripts(browser: str, folder: Path, page: bytes) -> str:
    """What a page has become when its scripts have run, as HTML."""
    folder.mkdir()
    (folder / "page.html").write_bytes(page)
    run = subprocess.run(
        [
            browser,
            *_OPTIONS,
            f"--user-data-dir={folder / 'profile'}",
            "--virtual-time-budget=20000",
            "--dump-dom",
            (folder / "page.html").as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return run.stdout.decode()


def _requests(log: dict[str, Any]) -> tuple[str, ...]:
    started = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    told = [event["params"] for event in log["events"] if event["type"] == started and "params" in event]
    # The browser's own requests, such as for its updates, have no origin; those of a page have the page's.
    return tuple(one["url"] for one in told if "url" in one and one["initiator"] != "not an origin")
