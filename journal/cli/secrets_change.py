"""Changing the passphrase."""

import os

import typer

from journal.cli import output
from journal.cli.interrupts import Interrupted, interruptions
from journal.cli.passphrase import COMMAND, passphrase
from journal.cli.place import closing, place_of
from journal.cli.secrets_new import NewPassphraseFd, new_passphrase, require_a_way
from journal.vault.files import read_salt
from journal.vault.key import Key
from journal.vault.old_secret import still_open
from journal.vault.rotate import SHEET_IS_VOID, STILL_OPEN
from journal.vault.vault import Vault

_CHANGED = "The passphrase is changed: the journal was opened with the new one."

app = typer.Typer(rich_markup_mode=None, help="Change the passphrase.")


@app.callback()
def _group() -> None:
    """Change the passphrase."""


@app.command()
def change(context: typer.Context, new_passphrase_fd: NewPassphraseFd = None) -> None:
    """Change the passphrase of the journal.

    Asks for the present one and twice for the new one. Everything is copied into a new file, which takes the place of
    the old one only after it was opened with the new passphrase. No other program may have the journal open.
    """
    place = place_of(context)
    require_a_way(new_passphrase_fd)
    read_salt(place.path)
    now = passphrase(place.passphrase_fd)
    vault = Vault.open(place.path, now)
    with closing(vault, backing_up=True):
        vault.refuse_others()
        new = new_passphrase(new_passphrase_fd)
        set_new(vault, now, new)
    if os.environ.get(COMMAND) and place.passphrase_fd is None:
        output.say(f"From now on the command in {COMMAND} has to give the new one.")


def set_new(vault: Vault, now: str | Key, new: str) -> None:
    """Sets a new passphrase and says what follows from it; `now` as `Vault.change_passphrase` takes it.

    Whoever interrupts it hears that it is changed, where it is.
    """
    before, told = read_salt(vault.path), False
    with interruptions():
        try:
            with output.counting("Copying pages") as count:
                vault.change_passphrase(now, new, count)
            output.say(_CHANGED)
            output.say(still_open(vault, before))
            output.say(SHEET_IS_VOID)
            told = True
        except Interrupted:  # and from then on nothing interrupts
            if not told and read_salt(vault.path) != before:
                for words in (_CHANGED, STILL_OPEN, SHEET_IS_VOID):
                    output.say(words)
            raise
