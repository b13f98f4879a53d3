"""Hostile text in every field, in what every command prints: it steers nothing, and as JSON it is exact."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journal.model.records import CONTENTS
from journal.safety.text import UNSAFE
from journal.vault.vault import Vault
from tests.cli.running import Ended, run
from tests.contract.test_command_line import commands
from tests.poisoned import MARK, POISON, SHORT, poison

# As JSON, these say no text of a person.
NUMBERS = {"journal stats", "journal doctor", "journal backup list"}
ON_A_COPY = {"journal passphrase change", "journal destroy"}  # so that the others find the journal as it was
WITHOUT_TEXT = {
    "journal",
    "journal init",
    "journal demo",
}  # the app, a new journal, and one without anything of a person


@pytest.fixture
def poisoned(path: Path, vault: Vault) -> Vault:
    """A journal in which every field holds such text, open."""
    poison(vault)
    return vault


def _ids(vault: Vault) -> dict[str, str]:
    found = {kind.type: vault.records_of(kind).list()[0].id for kind in CONTENTS if vault.records_of(kind).list()}
    return {**found, "entry": next(iter(vault.entries.each())).id}


def _asked(vault: Vault, plain: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Each command with what it is asked for, and `--json` where it has that."""
    ids = _ids(vault)
    ways: dict[str, list[tuple[object, ...]]] = {
        "journal list": [(), ("--json",)],
        "journal search": [("alert*",), ("alert*", "--json")],
        "journal show": [(ids[kind], *more) for kind in ("entry", "assignment", "session", "agenda_item")
                         for more in ((), ("--json",))],
        "journal homework list": [("--all",), ("--json",)],
        "journal homework library": [(), (ids["exercise"],), (ids["exercise"], "--json")],
        "journal session list": [(), ("--json",)],
        "journal session agenda": [(), ("--json",)],
        "journal stats": [("--since", "2026-01-01"), ("--since", "2026-01-01", "--json")],
        "journal shared list": [(), ("--json",)],
        "journal export summary": [("--since", SHORT, "--until", SHORT, "--format", form, "--plaintext",
                                    "--keep-names", "-o", "-") for form in ("md", "html", "txt")],
        "journal export data": [("--format", form, "--plaintext", "-o", "-") for form in ("json", "csv", "md")],
        "journal log": [("reflection",)],
        "journal homework assign": [("--from-scratch", "education")],
        "journal homework finish": [(ids["assignment"],)],
        "journal session add": [()],
        "journal import": [("-", "--format", "jrnl"), (plain / POISON.replace("/", "").replace("\x00", ""),)],
        "journal shared clean": [("--gone", "--all", "--yes")],
        "journal doctor": [(), ("--json",), ("--salvage", "-o", plain / "salvaged.db")],
        "journal backup create": [()],
        "journal backup list": [(), ("--json",)],
        "journal backup verify": [(), (plain / POISON.replace("/", "").replace("\x00", ""),)],
        "journal backup restore": [("--yes",)],
        "journal merge": [(plain / "copy.db",)],
        "journal passphrase change": [("--new-passphrase-fd", 0)],
        "journal recovery create": [()],
        "journal recovery use": [("--words-fd", 0, "--new-passphrase-fd", 0), ("--file-number", POISON[:20])],
        "journal seal": [("-o", plain / "archive.age", "--password-fd", 0, "--yes")],
        "journal destroy": [("--yes",)],
    }  # fmt: skip
    leaves = {name for name, command in commands() if not hasattr(command, "commands")} - WITHOUT_TEXT
    assert set(ways) == leaves, set(ways) ^ leaves
    for name, asked in ways.items():
        yield from ((name, one) for one in asked)


def test_what_every_command_prints(path: Path, poisoned: Vault, tmp_path: Path) -> None:
    """No control, no bidi control, no script; a new command has to be asked here too."""
    asked = list(_asked(poisoned, tmp_path))
    poisoned.close()
    copy = Path(shutil.copy(path, tmp_path / "copy.db"))
    drawn: set[str] = set()
    for name, words in asked:
        text = f"[2026-04-01 09:30 PM] {POISON}\n".encode()
        ended = run("--file", copy if name in ON_A_COPY else path, *name.split()[1:], *words, stdin=text)
        _harmless(ended, name)
        if "--json" in words:
            assert name in NUMBERS or any(POISON in text for text in _texts(json.loads(ended.text))), name
        elif MARK in ended.text:
            drawn.add(name)
    printing = {"list", "search", "show", "homework list", "homework library", "session list", "session agenda"}
    assert drawn >= {f"journal {name}" for name in (*printing, "shared list", "export summary", "export data")}


def _harmless(ended: Ended, name: str) -> None:
    assert not UNSAFE.search(ended.err.replace("\n", "")), name
    if b"ustar" not in ended.out[:512]:  # a tar has its own frame; what is in it is looked at elsewhere
        assert not UNSAFE.search(ended.text.replace("\n", "").replace("\t", "")), name
        assert "<script" not in ended.text or not ended.text.startswith("<!doctype html>")


def _texts(found: Any) -> Iterator[str]:
    """Every text in what JSON says."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _texts(one)
