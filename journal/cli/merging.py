"""Merging another copy of the journal into this one, as a program that synchronises folders leaves them."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli import output
from journal.cli.interrupts import interruptions
from journal.cli.place import Place, closing, expanded, place_of
from journal.cli.terminal import ask, ask_secret, has_terminal, require
from journal.errors import BadInput, JournalError, WrongPassphrase
from journal.safety.text import safe_line
from journal.vault.files import read_salt

if TYPE_CHECKING:
    from journal.vault.merge.conflicts import ConflictCopy
    from journal.vault.merge.merging import Merged
    from journal.vault.vault import Vault

_OTHERWISE = "Without one, the passphrase of the other copy comes from --other-passphrase-fd N."
_ONE_BY_ONE = "Without one, name the copy to take in: journal merge FILE"


def merge(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="The other copy. The conflict copies beside the journal if left out."),
    ] = None,
    other_passphrase_fd: Annotated[
        int | None,
        typer.Option(
            "--other-passphrase-fd",
            min=0,
            max=2**31 - 1,
            metavar="N",
            help="Read the passphrase of the other copy, where it has another one, from this file descriptor.",
        ),
    ] = None,
) -> None:
    """Take in another copy of this journal, so that nothing that was written in either is lost.

    Of what was changed in both, the later version is the present one, and the other is in its history. The other file
    is only read, and a backup of the journal is made before. Without FILE, the conflict copies beside the journal are
    offered one by one.
    """
    from journal.vault.merge.conflicts import conflict_copies

    place = place_of(context)
    read_salt(place.path)
    if file is not None:
        file = expanded(file)
        read_salt(file)
        with _Opened(place, other_passphrase_fd) as opened:
            opened.take_in(file)
            output.say("The other file was left as it is.")
        return
    copies = conflict_copies(place.path)
    if not copies:
        output.say("There is no conflict copy beside the journal. To take in another one: journal merge FILE")
        return
    for number, copy in enumerate(copies, 1):
        output.write(f"{number}  {_told(copy)}\n")
    require(otherwise=_ONE_BY_ONE)
    with _Opened(place, other_passphrase_fd) as opened:
        code = 0
        for copy in copies:
            try:
                _offer(opened, copy)
            except JournalError as error:  # the others may be good
                output.complain(error.message, error.hint)
                code = error.exit_code
    if code:
        raise typer.Exit(code)


class _Opened:
    """The journal while copies are taken in, with the passphrases that were typed."""

    def __init__(self, place: Place, descriptor: int | None) -> None:
        self._place = place
        self._descriptor = descriptor
        self._known: list[str] = []
        self._vault: Vault | None = None
        self._ending = contextlib.ExitStack()

    def __enter__(self) -> "_Opened":
        from journal.cli.passphrase import passphrase
        from journal.vault.vault import Vault

        secret = passphrase(self._place.passphrase_fd)
        with contextlib.ExitStack() as stack:
            self._vault = Vault.open(self._place.path, secret)
            stack.enter_context(closing(self._vault, backing_up=True))
            _back_up(self._vault)
            self._known.append(secret)
            self._ending = stack.pop_all()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._known.clear()
        self._ending.__exit__(*raised)

    def take_in(self, other: Path) -> None:
        """Takes a copy in and says what came in. Its passphrase is asked for where none that is known opens it."""
        merged = self._merge(other)
        for line in merged.lines:
            output.write(f"{line}\n")
        if not merged.lines:
            output.say("There was nothing new in it.")

    def _merge(self, other: Path) -> "Merged":
        for secret in (None, *self._known):
            try:
                return self._with(other, secret)
            except WrongPassphrase:
                continue
        secret = self._other_passphrase()
        merged = self._with(other, secret)
        self._known.append(secret)
        return merged

    def _with(self, other: Path, secret: str | None) -> "Merged":
        from journal.vault.merge.merging import merge as take_in

        if self._vault is None:
            raise LookupError("a copy was taken into a journal that isn't open")
        with interruptions(), output.counting("Comparing") as progress:
            return take_in(self._vault, other, secret, progress=progress)

    def _other_passphrase(self) -> str:
        from journal.cli.passphrase import from_descriptor

        if self._descriptor is None:
            output.say("The passphrase of this journal does not open the other copy, which has another one.")
            return ask_secret("Passphrase of the other copy: ", otherwise=_OTHERWISE)
        descriptor, self._descriptor = self._descriptor, None
        return from_descriptor(descriptor, "--other-passphrase-fd", "passphrase")


def _back_up(vault: "Vault") -> None:
    """Makes the backup before. Where none can be made, it is asked whether to go on, or without a terminal told."""
    from journal.vault.merge.before import back_up_before

    backed_up, told = back_up_before(vault)
    if told:
        output.say(f"journal: warning: {told}")
    if backed_up or not has_terminal():
        return
    answer = ask("A merge may also delete for good. Take the copy in without a backup? [y/N] ", otherwise=_ONE_BY_ONE)
    if answer.lower() not in ("y", "yes"):
        raise BadInput("Nothing was taken in.", "Make some room, or choose another folder for backups in the settings.")


def _offer(opened: _Opened, copy: "ConflictCopy") -> None:
    """Takes one copy in, if that is wanted, and then removes its file, if that is wanted as well."""
    from journal.vault.merge.conflicts import remove

    answer = ask(f"Take in {safe_line(copy.path.name)}? [Y/n] ", otherwise=_ONE_BY_ONE)
    if answer.lower() in ("n", "no"):
        output.say("Left as it is.")
        return
    opened.take_in(copy.path)
    answer = ask("All of it is in the journal now. Delete the file of this copy? [y/N] ", otherwise=_ONE_BY_ONE)
    if answer.lower() not in ("y", "yes"):
        output.say("The file was left as it is.")
        return
    remove(copy)
    output.say("Deleted.")


def _told(copy: "ConflictCopy") -> str:
    when = copy.changed.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{safe_line(copy.path.name)}  last written to {when}"
