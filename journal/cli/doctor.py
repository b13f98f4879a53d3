"""What keeps the journal safe here and what doesn't; and saving what can still be read of a damaged one."""

from collections.abc import Iterable
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.passphrase import OTHERWISE, given_passphrase
from journal.cli.place import Place, place_of
from journal.cli.secrets_new import NewPassphraseFd
from journal.cli.terminal import ask_secret, has_terminal
from journal.doctor.finding import Finding, Level, bad, unknown
from journal.doctor.words import in_all
from journal.errors import BadInput, Damaged, JournalError, WrongPassphrase
from journal.safety.text import safe, safe_json, safe_line
from journal.vault.files import read_salt

_ASK = "Passphrase, to look inside (Enter leaves that out): "
_NOT_INSIDE = unknown(
    "the file", "It was not looked at from inside.", "Give the passphrase, to have it checked to the last page."
)
_WORDS = {Level.GOOD: "good", Level.UNKNOWN: "?", Level.LOOK: "look", Level.BAD: "BAD"}


def doctor(
    context: typer.Context,
    salvage: Annotated[
        bool, typer.Option("--salvage", help="Save what can still be read of a damaged journal into a new file.")
    ] = False,
    file: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="With --salvage: the new file.")
    ] = None,
    words_fd: Annotated[
        int | None,
        typer.Option(
            "--words-fd",
            min=0,
            max=2**31 - 1,
            metavar="N",
            help="With --salvage: read the words of a recovery sheet from this file descriptor.",
        ),
    ] = None,
    file_number: Annotated[
        str | None,
        typer.Option(
            "--file-number",
            metavar="NUMBER",
            help="With --salvage: the number on the sheet, where the start of the file is destroyed.",
        ),
    ] = None,
    new_passphrase_fd: NewPassphraseFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Look at what keeps the journal safe on this machine, and say what to do about what doesn't.

    Nothing is changed. Without the passphrase the file is looked at from outside only. The exit code is 13 for a
    damaged journal, 1 where something else has to be acted on, and 0 otherwise.
    """
    place = place_of(context)
    if salvage:
        if as_json:
            raise BadInput("--salvage prints the place of the new file, not JSON.", "Leave out --json.")
        from journal.cli.salvaging import Ways, salvage_into

        salvage_into(place, file, Ways(words_fd, file_number, new_passphrase_fd))
        return
    if file is not None:
        raise BadInput("-o goes with --salvage.", "Send what the doctor says elsewhere with: journal doctor > FILE")
    if (words_fd, file_number, new_passphrase_fd) != (None, None, None):
        raise BadInput("A recovery sheet goes with --salvage.", "To set a new passphrase with it: journal recovery use")
    read_salt(place.path)
    findings = list(_shown_outside(place, as_json=as_json))
    damaged = False
    try:
        for finding in _inside(place):
            damaged |= finding.about == "the file" and finding.level is Level.BAD
            findings.append(finding)
            _show(finding, as_json=as_json)
    except JournalError:
        if as_json:
            _write_json(findings)
        raise
    if as_json:
        _write_json(findings)
    else:
        output.say(in_all(findings))
    if code := _exit_code(findings, damaged=damaged):
        raise typer.Exit(code)


def _shown_outside(place: Place, *, as_json: bool) -> Iterable[Finding]:
    from journal.doctor.surroundings import surroundings

    for finding in surroundings(place.path):
        _show(finding, as_json=as_json)
        yield finding


def _inside(place: Place) -> Iterable[Finding]:
    from journal.doctor.inside import SALVAGE, inside, of_before
    from journal.vault.key import derive_key
    from journal.vault.vault import Vault

    passphrase = given_passphrase(place.passphrase_fd)
    if passphrase is None and has_terminal():
        passphrase = ask_secret(_ASK, otherwise=OTHERWISE)
    if not passphrase:
        yield _NOT_INSIDE
        return
    try:
        if older := of_before(place.path, derive_key(passphrase, read_salt(place.path))):
            yield older
            return
        vault = Vault.open(place.path, passphrase, read_only=True)
    except WrongPassphrase as error:
        error.hint += (
            " If it is the right one, the start of the file is destroyed: a recovery sheet opens it, with its "
        )
        error.hint += "file number, by: journal recovery use"
        raise
    except Damaged as error:
        yield bad("the file", error.message, SALVAGE)
        return
    try:
        yield from inside(vault)
    finally:
        vault.close()


def _show(finding: Finding, *, as_json: bool) -> None:
    if as_json:
        return
    output.write(f"{_WORDS[finding.level]:<5} {finding.about}: {safe_line(finding.found)}\n")
    if finding.advice:
        output.write(f"      -> {safe(finding.advice)}\n")


def _write_json(findings: Iterable[Finding]) -> None:
    import json

    said = [
        {"level": one.level.value, "about": one.about, "found": one.found, "advice": one.advice} for one in findings
    ]
    output.write(safe_json(json.dumps(said, ensure_ascii=False, indent=2)) + "\n")


def _exit_code(findings: Iterable[Finding], *, damaged: bool) -> int:
    if damaged:
        return Damaged.exit_code
    return JournalError.exit_code if any(one.level is Level.BAD for one in findings) else 0
