"""Where the passphrase comes from: a file descriptor, a command, or the terminal. Never an argument or a variable."""

import os

from journal.cli import output
from journal.cli.terminal import aside, ask_secret, tell
from journal.errors import BadInput, JournalError
from journal.vault.passphrase import generate, strength

COMMAND = "JOURNAL_PASSPHRASE_COMMAND"
OTHERWISE = f"Without one, the passphrase comes from --passphrase-fd N, or from a command in {COMMAND}."
_MOST_BYTES = 1 << 16


def given_passphrase(descriptor: int | None) -> str | None:
    """The passphrase that was given without asking for it, or None where it has to be asked for.

    A descriptor comes before the command. Raises BadInput and JournalError, which say nothing of what was read.
    """
    if descriptor is not None:
        return from_descriptor(descriptor, "--passphrase-fd", "passphrase")
    if command := os.environ.get(COMMAND):
        return _first_line(_run(command), f"The command in {COMMAND}")
    return None


def passphrase(descriptor: int | None) -> str:
    """The passphrase of a journal that is there, asked for on the terminal unless it was given."""
    given = given_passphrase(descriptor)
    return ask_secret("Passphrase: ", otherwise=OTHERWISE) if given is None else given


def secret_of_copy(descriptor: int | None, what: str, question: str, *, otherwise: str) -> str:
    """What opens a copy that leaves: given by a descriptor, or asked for twice; weak ones are warned about.

    Enter alone is "". `what` is the word for it: a password or a passphrase.
    """
    if descriptor is not None:
        secret = from_descriptor(descriptor, "--password-fd", what)
    else:
        while secret := ask_secret(question, otherwise=otherwise):
            if ask_secret("Again: ", otherwise=otherwise) == secret:
                break
            tell("These two were different.", otherwise=otherwise)
    if secret and (judged := strength(secret)).weak:
        output.say(f"journal: warning: {weak(judged.words, what)}")
    return secret


def weak(words: str, what: str = "passphrase") -> str:
    """The warning about a passphrase or password that was judged in these words."""
    return f"This {what} is weak ({words}): whoever copies the file could find it by trying."


def written_down(*, otherwise: str) -> str:
    """A new passphrase of six random words, shown once and typed back."""
    passphrase = generate()
    with aside(otherwise=otherwise):
        tell(f"Write these six words down. They are shown this once.\n\n    {passphrase}\n", otherwise=otherwise)
        while " ".join(ask_secret("Type them: ", otherwise=otherwise).split()) != passphrase:
            tell("That was something else. Once more.", otherwise=otherwise)
    return passphrase


def from_descriptor(descriptor: int, option: str, what: str) -> str:
    """The first line that a descriptor has, named with this option; never what a terminal shows. Raises BadInput."""
    return _first_line(_read_line(descriptor, option, what), f"Descriptor {descriptor}", what)


def all_of_descriptor(descriptor: int, option: str, what: str) -> str:
    """The whole of what a descriptor has, likewise. Raises BadInput."""
    try:
        text = _read_line(descriptor, option, what, end=b"").decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"Descriptor {descriptor} gave something that is not text in UTF-8.", "") from None
    if not text.strip():
        raise BadInput(f"Descriptor {descriptor} gave no {what}.", f"All that it has is the {what}.")
    return text


def _read_line(descriptor: int, option: str, what: str, end: bytes = b"\n") -> bytes:
    # Byte by byte, so that what follows the first line is left for whoever reads it next: `log` takes text from there.
    line = bytearray()
    try:
        if os.isatty(descriptor):
            raise BadInput(
                f"{option} names a terminal, where the {what} would be seen.",
                "Leave the option out to be asked for it.",
            )
        while len(line) < _MOST_BYTES and not (end and line.endswith(end)) and (byte := os.read(descriptor, 1)):
            line += byte
        if descriptor > 2:
            os.close(descriptor)
    except OSError:
        raise BadInput(
            f"{option} names a descriptor that can't be read.",
            "Open it for the command, as in: journal --passphrase-fd 3 list 3<FILE",
        ) from None
    return bytes(line)


def _run(command: str) -> bytes:
    import shlex
    import subprocess

    hint = "Run it by itself to see what it says."
    try:
        words = shlex.split(command)
        running = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    except (ValueError, IndexError, OSError):
        raise BadInput(
            f"The command in {COMMAND} can't be run.", "It is run without a shell; " + hint.lower()
        ) from None
    with running:
        try:
            said = running.stdout.read(_MOST_BYTES + 1) if running.stdout else b""
        except BaseException:
            running.kill()
            raise
        if len(said) > _MOST_BYTES:
            running.kill()
            raise BadInput(f"The command in {COMMAND} says too much to be a passphrase.", hint)
    if running.returncode:
        raise JournalError(f"The command in {COMMAND} ended with code {running.returncode}.", hint)
    return said


def _first_line(read: bytes, source: str, what: str = "passphrase") -> str:
    line = read.partition(b"\n")[0].removesuffix(b"\r")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(
            f"{source} gave something that is not text in UTF-8.", f"Its first line is the {what}."
        ) from None
    if not text:
        raise BadInput(f"{source} gave no {what}.", f"Its first line is the {what}.")
    return text
