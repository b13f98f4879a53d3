"""The end of therapy on this machine: sealing the journal into an archive, or destroying it."""

from pathlib import Path
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.interrupts import interruptions
from journal.cli.leaving import PasswordFd, Recipient, refuse_journal
from journal.cli.passphrase import secret_of_copy, written_down
from journal.cli.place import opened, place_of
from journal.cli.shared import delete_one
from journal.cli.terminal import ask, require
from journal.errors import BadInput, JournalError
from journal.outgoing.delivery import ForRecipients, WithPassphrase
from journal.outgoing.ledger import NOT_PROMISED, STAYS, Line, still_lying, told
from journal.safety.text import safe_line
from journal.vault.backup.telling import told as told_of_backups
from journal.vault.vault import Vault

_MOST_BYTES = 1 << 20  # of a file with a secret key
_GIVEN = "Without one, the passphrase for the archive comes from --password-fd N."
_CONSENT = "--yes consents without being asked."

Yes = Annotated[bool, typer.Option("--yes", help="Consent without being asked.")]


def seal(
    context: typer.Context,
    file: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Where to. A new file here if left out.")
    ] = None,
    recipient: Recipient = None,
    identity: Annotated[
        Path | None,
        typer.Option(
            "--identity",
            metavar="FILE",
            readable=False,
            help="With --recipient: the file of age-keygen with the secret key, to read the archive back.",
        ),
    ] = None,
    password_fd: PasswordFd = None,
    yes: Yes = False,
) -> None:
    """Seal the journal: everything goes into an encrypted archive, and the journal from this machine.

    The archive is opened again and compared with the journal before anything is removed; until then, and where anything
    goes wrong, the journal stays. Prints the place of the archive.
    """
    from journal.clock import today
    from journal.sealing import archive_name, remove_sealed, write_archive

    place = place_of(context)
    recipients = _recipients(recipient, identity, password_fd)
    target = Path(file if file is not None else archive_name(today())).absolute()
    refuse_journal(target, place.path)
    if not (recipients or password_fd is not None):
        require(otherwise=_GIVEN)
    if not yes:
        require(otherwise=_CONSENT)
    key = _read_key(identity) if identity else ""
    with opened(place) as vault:
        vault.refuse_others()
        lock = ForRecipients(recipients) if recipients else WithPassphrase(_passphrase(password_fd))
        with interruptions():
            archive = write_archive(vault, target, lock, identity=key)
        output.say(
            f"The archive is at {safe_line(str(archive.place))}. It was opened again, and all of the journal is in it."
        )
        output.say(STAYS)
        _say_backups(vault)
        _say_lying(vault)
        _agree("seal", yes=yes, kept=f"The journal was kept. The archive is at {archive.place}.")
        remove_sealed(vault, archive)
    output.write(f"{safe_line(str(archive.place))}\n")
    output.say("The journal is no longer on this machine.")
    name, opens = safe_line(target.name), "age -d -i KEY" if recipients else "age -d"
    back = f"{opens} {name} | journal import -" if recipients else f"journal import {name}"
    output.say(f"To use it again: journal init, then {back}")
    output.say(f"To read it without journal: {opens} {name}, which gives JSON.")


def destroy(
    context: typer.Context,
    copies: Annotated[
        bool, typer.Option("--copies", help="Delete the plain copies that still lie there first, without being asked.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Destroy the journal: it is removed from this machine, and nothing of it is kept.

    Without the passphrase the program doesn't do it. On a terminal it takes the word destroy, and offers to delete the
    plain copies first that the ledger knows.
    """
    from journal.sealing import destroy as remove

    place = place_of(context)
    if not yes:
        require(otherwise=_CONSENT)
    with opened(place) as vault:
        vault.refuse_others()
        output.say("Everything in the journal will be gone from this machine. journal seal keeps an archive of it.")
        output.say(STAYS)
        _say_backups(vault)
        lying = _say_lying(vault)
        if lying and not copies and not yes:
            copies = ask("Delete these copies first? [y/N] ", otherwise=_CONSENT).lower() in ("y", "yes")
        _agree("destroy", yes=yes, kept="The journal was kept.")
        if copies and lying:
            output.say(NOT_PROMISED)
            for one in lying:
                delete_one(vault, one)
        remove(vault)
    output.say("The journal is no longer on this machine.")


def _recipients(recipient: list[str] | None, identity: Path | None, password_fd: int | None) -> tuple[str, ...]:
    if not recipient:
        if identity is not None:
            raise BadInput("--identity goes with --recipient.", "Leave it out, or name the public key as well.")
        return ()
    if password_fd is not None:
        raise BadInput("What is encrypted for --recipient has no passphrase.", "Leave out --password-fd.")
    if identity is None:
        raise BadInput(
            "Without the secret key the archive can't be read back, so the journal would have to stay.",
            "Add --identity FILE, or use a passphrase. journal export data --recipient writes a copy without it.",
        )
    from journal.outgoing.age import checked_recipients

    return checked_recipients(recipient)


def _read_key(identity: Path) -> str:
    try:
        with identity.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8")
    except OSError as error:
        reason = (error.strerror or "it can't be used").lower()
        raise BadInput(
            f"The file of --identity can't be read: {reason}.", "Name the one that age-keygen wrote."
        ) from None
    except UnicodeDecodeError:
        raise BadInput("The file of --identity is not text.", "Name the one that age-keygen wrote.") from None


def _passphrase(password_fd: int | None) -> str:
    question = "Passphrase for the archive (Enter alone: six random words): "
    return secret_of_copy(password_fd, "passphrase", question, otherwise=_GIVEN) or written_down(otherwise=_GIVEN)


def _say_lying(vault: Vault) -> tuple[Line, ...]:
    """Says which plain copies still lie where they were put, and returns them."""
    lying = still_lying(vault.shared_copies.list())
    for line in told(lying).split("\n") if lying else ():
        output.say(line)
    return lying


def _say_backups(vault: Vault) -> None:
    for line in told_of_backups(vault).splitlines():
        output.say(line)


def _agree(word: str, *, yes: bool, kept: str) -> None:
    question = f"Type {word} to remove the journal from this machine: "
    if not yes and ask(question, otherwise=_CONSENT).lower() != word:
        raise JournalError(kept, f"It takes the word {word}.")
