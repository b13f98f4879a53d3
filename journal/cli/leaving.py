"""What leaves by a command: where to, behind what, and whether it was agreed that anyone can read it."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from journal.cli import output
from journal.cli.interrupts import interruptions
from journal.cli.passphrase import secret_of_copy, written_down
from journal.cli.terminal import ask, require
from journal.errors import BadInput, JournalError
from journal.model.shared_copy import Protection, SharedCopy
from journal.safety.text import safe
from journal.vault.vault import Vault

if TYPE_CHECKING:
    from journal.outgoing.delivery import Folder, Lock

File = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Where to; - is standard output. A new file here if left out."),
]
Encrypt = Annotated[
    Literal["password", "age"] | None,
    typer.Option(
        "--encrypt", help="Put a PDF behind a password, or encrypt anything with age. Asks for what opens it."
    ),
]
Recipient = Annotated[
    list[str] | None,
    typer.Option(
        "--recipient", metavar="AGE1...", help="Encrypt with age for whoever has this public key. May be repeated."
    ),
]
PasswordFd = Annotated[
    int | None,
    typer.Option(
        "--password-fd",
        min=0,
        max=2**31 - 1,
        metavar="N",
        help="Read what opens the copy, its password or passphrase, from this file descriptor: its first line.",
    ),
]
Plaintext = Annotated[
    bool, typer.Option("--plaintext", help="Consent to a file that anyone who has it can read, without being asked.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file that is there.")]

_STDOUT, _AGE = "-", ".age"
_CONSENT = "Whoever has the file can read it; --plaintext consents to that without being asked."
_OTHERWISE = "Without one, what opens the copy comes from --password-fd N; --recipient AGE1... needs none."
_NOT_IN_LEDGER = "The journal can't be written to, so this copy isn't in its ledger. Note it down elsewhere."


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the options say."""

    file: str | None
    plaintext: bool
    force: bool
    encrypt: Literal["password", "age"] | None = None
    recipients: tuple[str, ...] = ()
    password_fd: int | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """How something leaves, as far as it is known before the journal is opened. `target` is None for standard output.

    `protection` is what was asked for, and `recipients` are those of the wishes, checked.
    """

    target: Path | None
    protection: Protection
    recipients: tuple[str, ...]
    wishes: Wishes

    @property
    def may_be_plain(self) -> bool:
        """Whether a password that is left empty asks for consent to go without one."""
        return self.protection is Protection.PASSWORD and self.wishes.encrypt is None


def ending_of(file: str | None) -> str:
    """The ending of a name without that of age, in small letters: `html` for `page.HTML.age`, "" without one."""
    path = Path(file or "")
    return (Path(path.stem) if path.suffix.lower() == _AGE else path).suffix.lower().removeprefix(".")


def way(wishes: Wishes, what: str, form: str, today: date, journal: Path, *, several: bool = False) -> Way:
    """How something leaves. What stands against it is said here, before the passphrase is asked for.

    `several` says that it is a folder of files, or a tar of them. Raises BadInput.
    """
    wanted = _wanted(wishes, form)
    recipients = _recipients(wishes)
    protection = Protection.of(wanted) if wanted else Protection.NONE
    if wishes.file == _STDOUT:
        _refuse_terminal(wishes, as_text=protection is Protection.NONE and not several and form != "pdf")
        target = None
    else:
        target = _target(wishes, _name(what, form, today, protection, several=several))
        refuse_journal(target, journal)
    if not (wishes.plaintext or recipients or wishes.password_fd is not None):
        require(otherwise=_OTHERWISE if wanted else _CONSENT)
    return Way(target=target, protection=protection, recipients=recipients, wishes=wishes)


def _wanted(wishes: Wishes, form: str) -> Literal["password", "age"] | None:
    """What is to keep it: what was said, what follows from it, or for a PDF a password."""
    named = wishes.file is not None and wishes.file.lower().endswith(_AGE)
    wanted = wishes.encrypt or ("age" if wishes.recipients or (named and not wishes.plaintext) else None)
    if wishes.plaintext and (wanted or wishes.password_fd is not None):
        raise BadInput("--plaintext is for what is not encrypted.", "Leave it out, or what encrypts.")
    if wishes.recipients and wanted == "password":
        raise BadInput("--recipient is for age, and a PDF has a password.", "Leave one of them out.")
    if wishes.recipients and wishes.password_fd is not None:
        raise BadInput("What is encrypted for --recipient has no passphrase.", "Leave out --password-fd.")
    if wanted == "password" and form != "pdf":
        raise BadInput("Only a PDF can have a password.", "Use --encrypt age for this format, or write a PDF.")
    if wanted is None and form == "pdf" and not wishes.plaintext:
        return "password"
    if wanted is None and wishes.password_fd is not None:
        raise BadInput("--password-fd is for what is encrypted.", "Add --encrypt age.")
    return wanted


def _recipients(wishes: Wishes) -> tuple[str, ...]:
    if not wishes.recipients:
        return ()
    from journal.outgoing.age import checked_recipients

    return checked_recipients(wishes.recipients)


def _refuse_terminal(wishes: Wishes, *, as_text: bool) -> None:
    if not output.on_terminal():
        return
    if not as_text:
        raise BadInput("Standard output is a terminal, and this isn't text.", "Name a file with -o FILE.")
    if not wishes.plaintext:
        raise BadInput(
            "Standard output is a terminal, and terminals keep what they showed.",
            "Name a file with -o FILE, or add --plaintext to see it here.",
        )


def _name(what: str, form: str, today: date, protection: Protection, *, several: bool) -> str:
    from journal.outgoing import default_name

    encrypted = protection is Protection.AGE
    if several:
        return f"{folder_name(what, form, today)}{'.tar' + _AGE if encrypted else ''}"
    return default_name(what, today, form) + (_AGE if encrypted else "")


def folder_name(what: str, form: str, today: date) -> str:
    """The neutral name of a folder: `data-2026-05-17-csv`."""
    return f"{what}-{today.isoformat()}-{form}"


def _target(wishes: Wishes, name: str) -> Path:
    target = Path(wishes.file if wishes.file is not None else name)
    try:
        folder = target.is_dir()
    except OSError as error:  # a name that is too long, for one
        reason = (error.strerror or "it can't be used").lower()
        raise BadInput(f"The file of -o can't be used: {reason}.", "Name another one with -o.") from None
    if folder:
        raise BadInput(f"{target} is a folder that is there already.", "Name something new with -o.")
    if os.path.lexists(target) and not wishes.force:
        raise BadInput(
            f"There is a file at {target} already. It was left as it is.", "Name another one with -o, or add --force."
        )
    return target


def refuse_journal(target: Path, journal: Path) -> None:
    """Refuses the journal and what belongs beside it before anything is asked for. Raises BadInput."""
    from journal.outgoing import files

    files.refuse_journal(target, journal, "Name another file with -o.")


def lock_of(way: Way) -> "Lock":
    """What the copy is put behind, after asking for its secret, or for consent to a copy that anyone can read.

    Raises JournalError where consent wasn't given.
    """
    from journal.outgoing.delivery import ForRecipients, InPlain, WithPassphrase, WithPassword

    if way.recipients:
        return ForRecipients(way.recipients)
    given = "" if way.protection is Protection.NONE else _secret(way)
    if not given:
        _agree(way)
        return InPlain()
    return WithPassword(given) if way.protection is Protection.PASSWORD else WithPassphrase(given)


def _secret(way: Way) -> str:
    what = "password" if way.protection is Protection.PASSWORD else "passphrase"
    question = f"{what.capitalize()} for the copy (Enter alone: {'none' if way.may_be_plain else 'six random words'}): "
    given = secret_of_copy(way.wishes.password_fd, what, question, otherwise=_OTHERWISE)
    return given or ("" if way.may_be_plain else written_down(otherwise=_OTHERWISE))


def _agree(way: Way) -> None:
    question = "Anyone who has this can read it. Type plain to write it all the same: "
    if not way.wishes.plaintext and ask(question, otherwise=_CONSENT).lower() != "plain":
        raise JournalError("Nothing was written.", "It takes the word plain, or the option --plaintext.")


def leave(vault: Vault, way: Way, lock: "Lock", content: "bytes | Iterable[bytes] | Folder", copy: SharedCopy) -> None:
    """Writes it, notes it in the ledger, and says where it is. Raises what `deliver` raises."""
    from journal.outgoing.delivery import deliver

    progress = output.Progress()
    target = _to_standard_output if way.target is None else way.target
    try:
        with interruptions():  # so that no part of a file stays when the program is asked to end
            line = deliver(vault, target, content, lock, copy, replace_file=way.wishes.force, written=progress.add)
    finally:
        progress.end()
    if way.target is not None:
        output.write(f"{safe(str(way.target))}\n")
        output.say(_what_opens_it(lock, way.target))
    if line is None:
        output.say(f"journal: hint: {_NOT_IN_LEDGER}")


def _what_opens_it(lock: "Lock", target: Path) -> str:
    from journal.outgoing.delivery import ForRecipients, InPlain, WithPassphrase, WithPassword

    match lock:
        case ForRecipients():
            return "Only whoever has the secret key of a recipient can open it: age -d -i KEY FILE"
        case WithPassphrase():
            return "It opens with the passphrase, which nobody can find again: age -d FILE"
        case WithPassword():
            return "It opens with the password. Give that to whoever is to read it, but not along with the file."
        case InPlain():
            what = "folder" if target.is_dir() else "file"
            return f"Anyone who has this {what} can read it. Delete it when it is no longer needed."


def _to_standard_output(pieces: Iterable[bytes]) -> None:
    output.write_bytes(pieces)
    output.flush()
