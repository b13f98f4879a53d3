"""The recovery sheet: made on the terminal and typed back, and used where the passphrase is forgotten."""

from typing import Annotated

import typer

from journal.cli.passphrase import all_of_descriptor, passphrase
from journal.cli.place import closing, place_of
from journal.cli.secrets_change import set_new
from journal.cli.secrets_new import NewPassphraseFd, new_passphrase, require_a_way
from journal.cli.secrets_sheet import GIVEN, NUMBER_GIVEN, SHOWN_ONLY, typed_number, typed_words, write_down
from journal.cli.terminal import ask, require, tell
from journal.vault.files import read_salt
from journal.vault.recovery import NumberNeeded, key_for, salt_of
from journal.vault.vault import Vault

app = typer.Typer(rich_markup_mode=None, help="Make a recovery sheet, or open the journal with one.")

_ANOTHER = "Make a new recovery sheet now? [Y/n] "


@app.command()
def create(context: typer.Context) -> None:
    """Make a recovery sheet: 24 words and a number that open the journal without its passphrase.

    They are shown once, to be written down by hand, and have to be typed back. Nothing of them is kept. Whoever holds
    the sheet can read everything; the next change of the passphrase makes it void.
    """
    place = place_of(context)
    require(otherwise=SHOWN_ONLY)
    read_salt(place.path)
    secret = passphrase(place.passphrase_fd)
    vault = Vault.open(place.path, secret, read_only=True)
    try:
        sheet = vault.recovery_sheet(secret)
    finally:
        vault.close()
    write_down(sheet)


@app.command()
def use(
    context: typer.Context,
    words_fd: Annotated[
        int | None,
        typer.Option(
            "--words-fd",
            min=0,
            max=2**31 - 1,
            metavar="N",
            help="Read the words of the sheet from this file descriptor: as many lines as it takes.",
        ),
    ] = None,
    file_number: Annotated[
        str | None,
        typer.Option(
            "--file-number", metavar="NUMBER", help="The number on the sheet, which opens nothing alone. Seldom needed."
        ),
    ] = None,
    new_passphrase_fd: NewPassphraseFd = None,
) -> None:
    """Open the journal with its recovery sheet, and set a new passphrase.

    Asks for the 24 words, for the file number only where the start of the file is damaged, and for a new passphrase.
    The sheet is void then, and a new one is offered.
    """
    place = place_of(context)
    if words_fd is None or new_passphrase_fd is None:
        require(otherwise=GIVEN)
    require_a_way(new_passphrase_fd)
    read_salt(place.path)
    if file_number is not None:
        salt_of(file_number)
    words = typed_words() if words_fd is None else all_of_descriptor(words_fd, "--words-fd", "sheet")
    try:
        key = key_for(place.path, words, file_number or "")
    except NumberNeeded as problem:
        if words_fd is not None:
            raise NumberNeeded(problem.message, f"{problem.hint} {NUMBER_GIVEN}") from None
        tell(f"{problem.message} {problem.hint}", otherwise=NUMBER_GIVEN)
        key = key_for(place.path, words, typed_number())
    vault = Vault.open_with_key(place.path, key)
    with closing(vault, backing_up=True):
        vault.refuse_others()
        new = new_passphrase(new_passphrase_fd)
        set_new(vault, key, new)
        sheet = None
        if new_passphrase_fd is None and ask(_ANOTHER, otherwise=SHOWN_ONLY).lower() in ("", "y", "yes"):
            sheet = vault.recovery_sheet(new)
    if sheet is not None:
        write_down(sheet)
