"""Creating a journal."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.passphrase import COMMAND, OTHERWISE, given_passphrase, written_down
from journal.cli.place import place_of
from journal.cli.secrets_new import chosen, warn
from journal.cli.terminal import ask, tell
from journal.errors import BadInput
from journal.model.names import tidy_names
from journal.safety.text import safe
from journal.vault.people import Person
from journal.vault.vault import Vault

_ABOUT = (
    "Choose a passphrase. Several words are better than one clever one. Nobody can open the journal without it,\n"
    "unless you make a recovery sheet of it afterwards. Enter alone makes one of six random words."
)


def init(
    context: typer.Context,
    generated: Annotated[
        bool, typer.Option("--generate", help="Make a passphrase of six random words, shown once to write down.")
    ] = False,
) -> None:
    """Create a journal.

    On a terminal it asks for a passphrase and a nickname. With --passphrase-fd, or a command that gives the passphrase,
    it asks nothing. Prints the place of the file.
    """
    place = place_of(context)
    _refuse_taken(place.path)
    passphrase = given_passphrase(place.passphrase_fd)
    nickname = ""
    if passphrase is None:
        passphrase = written_down(otherwise=OTHERWISE) if generated else _asked_for()
        nickname = ask("Your nickname, for the head of summaries (Enter leaves it out): ", otherwise=OTHERWISE)
    elif generated:
        raise BadInput(
            "--generate shows a passphrase on the terminal, and another one was given.",
            f"Leave out --generate, or --passphrase-fd and {COMMAND}.",
        )
    else:
        warn(passphrase)
    vault = Vault.create(place.path, passphrase)
    try:
        for name in tidy_names([nickname]):
            vault.people.add(Person(name, is_self=True))
    finally:
        vault.close()
    output.write(f"{safe(str(place.path))}\n")
    output.say(f"The journal is there. Open it with: {_opening(context, place.path)}")


def _opening(context: typer.Context, path: Path) -> str:
    group = context.parent
    source = group.get_parameter_source("file") if group else None
    named = source is not None and source.name == "COMMANDLINE"
    return safe(shlex.join(["journal", "--file", str(path)])) if named else "journal"


def _refuse_taken(path: Path) -> None:
    # Asked before the passphrase is; the vault makes sure of it again.
    if os.path.lexists(path):
        raise BadInput(
            f"There is something at {path} already. It was left as it is.", "Name another place with --file."
        )


def _asked_for() -> str:
    tell(_ABOUT, otherwise=OTHERWISE)
    return chosen("Passphrase: ", otherwise=OTHERWISE)
