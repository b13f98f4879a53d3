"""A recovery sheet on the terminal: shown and typed back, or typed to open a journal."""

import os

from journal.cli import output
from journal.cli.terminal import aside, ask, ask_secret, tell
from journal.errors import BadInput
from journal.vault.key import SALT_BYTES
from journal.vault.recovery import WORDS, Sheet, compare, in_columns, key_of, read_words, salt_of

SHOWN_ONLY = "A recovery sheet is only ever shown on a terminal, to be written down by hand."
GIVEN = "Without one, the words come from --words-fd N, and the new passphrase from --new-passphrase-fd N."
NUMBER_GIVEN = "Give it with --file-number NUMBER; it opens nothing alone."
_ABOUT = (
    f"A recovery sheet is {WORDS} words and a number, written down by hand. Whoever holds it can read everything in\n"
    "the journal without the passphrase. Keep it where nobody looks, and away from this machine. The program doesn't\n"
    "keep it, and the next change of the passphrase makes it void."
)
_NOT_MADE = "What was shown opens the journal all the same. Destroy what was written down of it if it isn't kept."


def write_down(sheet: Sheet) -> None:
    """Shows a sheet, away from what stays on the terminal, and has it typed back. Raises Interrupted."""
    tell(_ABOUT, otherwise=SHOWN_ONLY)
    if os.environ.get("TERM", "dumb") == "dumb":
        tell("This terminal keeps what it shows. Clear it and close it afterwards.", otherwise=SHOWN_ONLY)
    try:
        _show(sheet)
        tell("Now type it back. Enter alone shows it again.", otherwise=SHOWN_ONLY)
        _type_words_back(sheet)
        _type_number_back(sheet)
    except BaseException:
        output.say(_NOT_MADE)
        raise
    output.say("The sheet is right, and nothing of it is kept here. Keep it where nobody looks.")


def typed_words() -> str:
    """The words of a sheet, typed without being shown, in as many lines as it takes. Raises Interrupted."""
    tell(f"Type the {WORDS} words, in one line or several. They are not shown.", otherwise=GIVEN)
    words: tuple[str, ...] = ()
    while True:
        try:
            words += read_words(_ask_from(len(words) + 1), first=len(words) + 1)
            if len(words) >= WORDS:
                key_of(" ".join(words), bytes(SALT_BYTES))
                return " ".join(words)
        except BadInput as problem:
            tell(f"{problem.message} {problem.hint}", otherwise=GIVEN)
            if len(words) >= WORDS:  # they are all of the list, so that any of them may be the one
                words = ()


def typed_number() -> str:
    """A file number as it is on a sheet. Raises Interrupted."""
    while True:
        typed = ask("File number: ", otherwise=NUMBER_GIVEN)
        try:
            salt_of(typed)
        except BadInput as problem:
            tell(f"{problem.message} {problem.hint}", otherwise=NUMBER_GIVEN)
        else:
            return typed


def _show(sheet: Sheet) -> None:
    with aside(otherwise=SHOWN_ONLY):
        rows = "\n".join(f"  {row}" for row in in_columns(sheet.words))
        tell(f"Write this down by hand, all of it.\n\n{rows}\n\n  File number: {sheet.number}\n", otherwise=SHOWN_ONLY)
        ask("Enter, once it is written down: ", otherwise=SHOWN_ONLY)


def _type_words_back(sheet: Sheet) -> None:
    done = 0
    while done < WORDS:
        typed = _ask_from(done + 1)
        if not typed.strip():
            _show(sheet)
            continue
        try:
            words = read_words(typed, first=done + 1)
            compare(sheet, words, done)
        except BadInput as problem:
            tell(f"{problem.message} Type from word {done + 1} again.", otherwise=SHOWN_ONLY)
        else:
            done += len(words)


def _type_number_back(sheet: Sheet) -> None:
    while True:
        typed = ask("File number: ", otherwise=SHOWN_ONLY)
        if not typed:
            _show(sheet)
            continue
        try:
            if salt_of(typed) == salt_of(sheet.number):
                return
            tell("The file number on the sheet is another one.", otherwise=SHOWN_ONLY)
        except BadInput as problem:
            tell(problem.message, otherwise=SHOWN_ONLY)


def _ask_from(place: int) -> str:
    return ask_secret(f"Word {place} and on: ", otherwise=GIVEN)
