"""Changing the passphrase, and the recovery sheet, in the command line."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.safety.erasing import ERASE
from journal.vault.key import SALT_BYTES
from journal.vault.recovery import Sheet
from journal.vault.vault import Vault
from tests.cli.running import Ended, Talk, run
from tests.conftest import PASSPHRASE
from tests.vault.test_rotate import opens

Start = Callable[..., Talk]
NEW = "nine grey stones under the pier"
WEAK = "monkey1"


def sheet_of(path: Path, passphrase: str = PASSPHRASE) -> Sheet:
    """The sheet of a journal."""
    vault = Vault.open(path, passphrase)
    sheet = vault.recovery_sheet(passphrase)
    vault.close()
    return sheet


def destroy_salt(path: Path) -> None:
    """Puts zeros over the first bytes of a file."""
    with path.open("r+b") as file:
        file.write(bytes(SALT_BYTES))


def change(path: Path, now: str = PASSPHRASE, new: str = NEW) -> Ended:
    """Changes the passphrase away from a terminal: both come from standard input, line by line."""
    options = ("--passphrase-fd", 0, "--file", path, "passphrase", "change", "--new-passphrase-fd", 0)
    return run(*options, stdin=f"{now}\n{new}\n".encode(), passphrase=None)


def use(path: Path, words: str, *more: object, new: str = NEW) -> Ended:
    """Uses a sheet away from a terminal: the words from standard input, the new passphrase from a descriptor."""
    reading, writing = os.pipe()
    os.write(writing, f"{new}\n".encode())
    os.close(writing)
    options = ("--file", path, "recovery", "use", "--words-fd", 0, "--new-passphrase-fd", reading, *more)
    return run(*options, stdin=words.encode(), passphrase=None, inherited=(reading,))


def test_change_without_a_terminal(made: Path) -> None:
    """From descriptors alone, and it says what follows from it."""
    ended = change(made)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err.splitlines() == [
        "The passphrase is changed: the journal was opened with the new one.",
        "Backups and other copies of the file that are older still open with the old passphrase.",
        "A recovery sheet that was made before is void now.",
    ]
    assert opens(made, PASSPHRASE, NEW) == [NEW]


def test_a_command_has_to_give_the_new_one(made: Path, tmp_path: Path) -> None:
    """Where the present one came from a command, that is said."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    ended = run(
        *("--file", made, "passphrase", "change", "--new-passphrase-fd", 0),
        stdin=NEW.encode(),
        passphrase=None,
        env={"JOURNAL_PASSPHRASE_COMMAND": f"cat '{tmp_path}/pass'"},
    )
    assert ended.code == 0
    assert ended.err.endswith("From now on the command in JOURNAL_PASSPHRASE_COMMAND has to give the new one.\n")
    assert opens(made, PASSPHRASE, NEW) == [NEW]


@pytest.mark.parametrize(
    ("now", "new", "code", "words"),
    [
        ("something else", NEW, 12, "does not open this journal"),
        (PASSPHRASE, "", 2, "gave no passphrase"),
        (PASSPHRASE, WEAK, 0, "journal: warning: This passphrase is weak"),
        (PASSPHRASE, PASSPHRASE, 0, "The passphrase is changed"),
    ],
)
def test_what_is_given(made: Path, now: str, new: str, code: int, words: str) -> None:
    """A wrong and an empty one change nothing; a weak one is warned about; the same again is a change of the key."""
    before = made.read_bytes()
    ended = change(made, now, new)
    assert ended.code == code and words in ended.err
    assert (made.read_bytes() == before) is bool(code)
    assert WEAK not in ended.err and NEW not in ended.err


def test_a_journal_that_is_open_elsewhere(made: Path) -> None:
    """It says so and what to do."""
    vault = Vault.open(made, PASSPHRASE)
    ended = change(made)
    vault.close()
    assert ended.code == 11 and "Close it there" in ended.err
    assert opens(made, PASSPHRASE, NEW) == [PASSPHRASE]


def test_no_terminal_and_nothing_given(made: Path) -> None:
    """What can only be asked says where else it can come from; a sheet is never shown elsewhere."""
    for options, words in (
        (("passphrase", "change"), "--new-passphrase-fd N"),
        (("recovery", "create"), "only ever shown on a terminal"),
        (("recovery", "use"), "--words-fd N"),
    ):
        ended = run("--file", made, *options)
        assert (ended.code, ended.out) == (2, b"")
        assert "no terminal" in ended.err and words in ended.err


def test_no_journal(path: Path, talk: Start) -> None:
    """That comes before any question."""
    for options in (("passphrase", "change"), ("recovery", "create"), ("recovery", "use")):
        one = talk("--file", path, *options)
        one.hear("There is no journal at")
        assert one.end() == 10


def test_change_by_prompt(talk: Start, made: Path) -> None:
    """The present one, then the new one twice, after a warning where it is weak; nothing of them is shown."""
    one = talk("--file", made, "passphrase", "change")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("New passphrase: ")
    one.say(WEAK)
    one.hear("Type yes to use it all the same")
    one.say()
    for typed, again in ((NEW, NEW + "x"), (NEW, NEW)):
        one.hear("New passphrase: ")
        one.say(typed)
        one.hear("Again: ")
        one.say(again)
    shown = Path(f"/proc/{one.pid}/cmdline").read_bytes()
    one.hear("The passphrase is changed")
    assert one.end() == 0
    assert not any(secret in one.seen or secret.encode() in shown for secret in (PASSPHRASE, WEAK, NEW))
    assert opens(made, PASSPHRASE, NEW) == [NEW]


def test_change_to_six_words(talk: Start, made: Path) -> None:
    """Enter alone makes them; they are shown apart and typed back."""
    one = talk("--file", made, "passphrase", "change")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("New passphrase: ")
    one.say()
    shown = one.hear("Type them: ")
    words = next(line.strip() for line in shown.splitlines() if re.fullmatch(r"    [a-z]+( [a-z]+){5}", line))
    one.say(words)
    one.hear("The passphrase is changed")
    assert one.end() == 0
    assert opens(made, PASSPHRASE, words) == [words]


def test_leaving_changes_nothing(talk: Start, made: Path) -> None:
    """Ctrl-C before the new one is complete."""
    before = made.read_bytes()
    one = talk("--file", made, "passphrase", "change")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("New passphrase: ")
    one.say(NEW)
    one.hear("Again: ")
    one.type("\x03")
    assert one.end() == 130
    assert made.read_bytes() == before and [file.name for file in made.parent.iterdir()] == [made.name]


def shown_sheet(one: Talk) -> tuple[list[str], str]:
    """Waits for a sheet on the second screen, and reads it there as a person does."""
    one.hear("\x1b[?1049h")
    text = one.hear("Enter, once it is written down: ")
    found = dict(re.findall(r"(\d+)\. ([a-z]+)", text))
    number = re.search(r"File number: ([0-9a-f ]+)", text)
    assert len(found) == 24 and number and "journal" not in text.lower()
    return [found[str(place)] for place in range(1, 25)], number[1]


def test_a_sheet_is_shown_and_typed_back(talk: Start, made: Path) -> None:
    """The place of a wrong word is said; a sheet can be seen again; nothing of it stays on the terminal or is saved."""
    before = made.read_bytes()
    one = talk("--file", made, "recovery", "create")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("can read everything")
    words, number = shown_sheet(one)
    one.say()
    one.hear("\x1b[?1049l")
    one.hear("Word 1 and on: ")
    one.say(" ".join(words[:6]).upper())
    one.hear("Word 7 and on: ")
    one.say(" ".join((*words[6:10], "zoo" if words[10] != "zoo" else "zone")))
    one.hear("Word 11 is another one on the sheet. Type from word 7 again.")
    one.hear("Word 7 and on: ")
    one.say("nosuchword")
    one.hear("Word 7 is not one of those")
    one.hear("Word 7 and on: ")
    one.say()
    assert shown_sheet(one) == (words, number)
    one.say()
    one.hear("Word 7 and on: ")
    one.say(" ".join((*words[6:], "zoo")))
    one.hear("more than 24 words")
    one.hear("Word 7 and on: ")
    one.say(" ".join(f"{place}. {word}" for place, word in enumerate(words[6:], 7)))
    one.hear("File number: ")
    one.say(number[:-1] + ("0" if number[-1] != "0" else "1"))
    one.hear("not as it is on the sheet")
    one.hear("File number: ")
    one.say(number.replace(" ", "").upper())
    one.hear("The sheet is right")
    assert one.end() == 0
    assert one.seen.count(f"{ERASE}\x1b[?1049l") == one.seen.count("\x1b[?1049h") == 2
    after = re.sub(r"\x1b\[\?1049h.*?\x1b\[\?1049l", "", one.seen, flags=re.DOTALL)
    assert " ".join(words[6:8]) not in after and "Write this down" not in after
    assert (words, number) == (list(sheet_of(made).words), sheet_of(made).number)
    assert made.read_bytes() == before and [file.name for file in made.parent.iterdir()] == [made.name]


def test_a_sheet_that_is_left(talk: Start, made: Path) -> None:
    """Ctrl-C takes it off the terminal, and says that what was written down still opens the journal."""
    one = talk("--file", made, "recovery", "create")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    shown_sheet(one)
    one.type("\x03")
    one.hear("\x1b[?1049l")
    one.hear("Destroy what was written down")
    assert one.end() == 130


def test_a_sheet_takes_the_passphrase(made: Path, talk: Start) -> None:
    """Another one is refused as on every opening."""
    one = talk("--file", made, "recovery", "create")
    one.hear("Passphrase: ")
    one.say("something else")
    one.hear("does not open this journal")
    assert one.end() == 12


def test_use_without_a_terminal(made: Path) -> None:
    """Words from one descriptor, the new passphrase from another; the sheet is void afterwards."""
    sheet = sheet_of(made)
    ended = use(made, "\n".join(f"{place}. {word}" for place, word in enumerate(sheet.words, 1)))
    assert (ended.code, ended.out) == (0, b"")
    assert "The passphrase is changed" in ended.err and "is void now" in ended.err
    assert opens(made, PASSPHRASE, NEW) == [NEW]
    ended = use(made, " ".join(sheet.words), "--file-number", sheet.number)
    assert ended.code == 12 and "of before the passphrase was last changed" in ended.err


def test_use_with_a_destroyed_salt(made: Path) -> None:
    """The words alone say what is needed; with the file number it opens."""
    sheet = sheet_of(made)
    destroy_salt(made)
    before = made.read_bytes()
    ended = use(made, " ".join(sheet.words))
    assert ended.code == 12 and "--file-number" in ended.err
    ended = use(made, " ".join(sheet.words), "--file-number", sheet.number[:-1])
    assert ended.code == 2 and "these are 35" in ended.err
    assert made.read_bytes() == before
    assert use(made, " ".join(sheet.words), "--file-number", sheet.number).code == 0
    assert opens(made, PASSPHRASE, NEW) == [NEW]


@pytest.mark.parametrize(
    ("place", "word", "said"), [(5, "zzzz", "Word 5 is not one of those"), (24, "", "and these are 23")]
)
def test_a_wrong_sheet(made: Path, place: int, word: str, said: str) -> None:
    """A word that is none is refused by its place; nothing is changed, and nothing that was typed is repeated."""
    before = made.read_bytes()
    words = list(sheet_of(made).words)
    words[place - 1] = word
    ended = use(made, " ".join(words))
    assert ended.code == 2 and said in ended.err
    assert "zzzz" not in ended.err and made.read_bytes() == before


def test_use_by_prompt(talk: Start, made: Path) -> None:
    """Words in rows, the number because the salt is gone, a new passphrase, and a new sheet that is offered."""
    sheet = sheet_of(made)
    destroy_salt(made)
    one = talk("--file", made, "recovery", "use")
    one.hear("Word 1 and on: ")
    one.say("letter zzzz")
    one.hear("Word 2 is not one of those")
    for row in range(0, 24, 6):
        one.hear(f"Word {row + 1} and on: ")
        one.say(" ".join(sheet.words[row : row + 6]))
    one.hear("don't open the journal as its file is now")
    one.hear("File number: ")
    one.say(sheet.number[:-1])
    one.hear("these are 35")
    one.hear("File number: ")
    one.say(sheet.number)
    one.hear("New passphrase: ")
    one.say(NEW)
    one.hear("Again: ")
    one.say(NEW)
    one.hear("The passphrase is changed")
    one.hear("Make a new recovery sheet now? [Y/n] ")
    one.say()
    words, number = shown_sheet(one)
    one.say()
    one.hear("Word 1 and on: ")
    one.say(" ".join(words))
    one.hear("File number: ")
    one.say(number)
    one.hear("The sheet is right")
    assert one.end() == 0
    assert " ".join(sheet.words[:2]) not in one.seen and NEW not in one.seen
    assert words == list(sheet_of(made, NEW).words) != list(sheet.words)


def test_typed_words_that_dont_fit_together(talk: Start, made: Path) -> None:
    """All of them are asked for again, since any may be the wrong one."""
    one = talk("--file", made, "recovery", "use")
    one.hear("Word 1 and on: ")
    one.say("zoo " * 24)
    one.hear("don't fit together")
    one.hear("Word 1 and on: ")
    one.type("\x03")
    assert one.end() == 130
