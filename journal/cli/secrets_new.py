"""A new passphrase for a journal: given by a descriptor, or chosen on the terminal."""

from typing import Annotated

import typer

from journal.cli import output
from journal.cli.passphrase import from_descriptor, weak, written_down
from journal.cli.terminal import ask, ask_secret, require, tell
from journal.vault.passphrase import strength

NewPassphraseFd = Annotated[
    int | None,
    typer.Option(
        "--new-passphrase-fd",
        min=0,
        max=2**31 - 1,
        metavar="N",
        help="Read the new passphrase from this file descriptor: its first line.",
    ),
]
OTHERWISE = "Without one, the new passphrase comes from --new-passphrase-fd N."


def require_a_way(descriptor: int | None) -> None:
    """Makes sure that a new passphrase can be had, before anything is asked. Raises BadInput."""
    if descriptor is None:
        require(otherwise=OTHERWISE)


def new_passphrase(descriptor: int | None) -> str:
    """The new passphrase of a journal that is there. Raises BadInput, and Interrupted."""
    if descriptor is None:
        tell(
            "Choose a new passphrase. Several words are better than one clever one. Enter alone makes one of six\n"
            "random words.",
            otherwise=OTHERWISE,
        )
        return chosen("New passphrase: ", otherwise=OTHERWISE)
    passphrase = from_descriptor(descriptor, "--new-passphrase-fd", "passphrase")
    warn(passphrase)
    return passphrase


def chosen(question: str, *, otherwise: str) -> str:
    """A passphrase that was typed twice, after a warning where it is weak, or one of six random words."""
    while True:
        passphrase = ask_secret(question, otherwise=otherwise)
        if not passphrase:
            return written_down(otherwise=otherwise)
        if _strong_or_wanted(passphrase, otherwise):
            if ask_secret("Again: ", otherwise=otherwise) == passphrase:
                return passphrase
            tell("These two were different.", otherwise=otherwise)


def warn(passphrase: str) -> None:
    """Says so where a passphrase that was given is weak."""
    judged = strength(passphrase)
    if judged.weak:
        output.say(f"journal: warning: {weak(judged.words)}")


def _strong_or_wanted(passphrase: str, otherwise: str) -> bool:
    judged = strength(passphrase)
    if not judged.weak:
        return True
    tell(f"{weak(judged.words)} {judged.advice}".rstrip(), otherwise=otherwise)
    return ask("Type yes to use it all the same; Enter chooses another: ", otherwise=otherwise).lower() == "yes"
