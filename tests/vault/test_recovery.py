"""The recovery sheet: 24 words and a number, what is wrong with a typed one, and what they open."""

import os
from pathlib import Path

import pytest
from mnemonic import Mnemonic

from journal.errors import BadInput, Damaged, NoJournal, WrongPassphrase
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import SALT_BYTES, Key
from journal.vault.page import PAGE_BYTES
from journal.vault.recovery import (
    GROUPS,
    WORDS,
    NumberNeeded,
    Sheet,
    key_for,
    key_of,
    number_of,
    read_words,
    salt_of,
    words_of,
)
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.making import made

SECRET = bytes(range(32))
SALT = bytes(range(100, 116))
KEY = Key(SECRET, SALT)
NUMBER = "6465 6667 6869 6a6b 6c6d 6e6f 7071 7273 076f"


@pytest.fixture
def sheet(path: Path) -> Sheet:
    """The sheet of a journal with one entry, which is closed."""
    vault = new_vault(path)
    vault.entries.add(made("calm breath"))
    made_of_it = vault.recovery_sheet(PASSPHRASE)
    vault.close()
    return made_of_it


def overwrite(path: Path, start: int, data: bytes) -> None:
    """Puts bytes over those of a file."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


def words_in(sheet: Sheet) -> str:
    """The words as they are typed."""
    return " ".join(sheet.words)


def test_there_and_back() -> None:
    """The words are those of BIP39 for the key, and the number is the salt with its checksum."""
    assert words_of(KEY) == tuple(Mnemonic("english").to_mnemonic(SECRET).split())
    assert key_of(" ".join(words_of(KEY)), SALT).secret() == SECRET
    assert len(words_of(KEY)) == WORDS and len(number_of(SALT).split()) == GROUPS
    for salt in (SALT, bytes(16), b"\xff" * 16, os.urandom(16)):
        assert salt_of(number_of(salt)) == salt


def test_the_number_by_hand() -> None:
    """As docs/file-format.md has it: the salt in hex, then the beginning of its SHA-256."""
    assert number_of(SALT) == NUMBER


def test_a_sheet_shows_nothing_by_accident(sheet: Sheet) -> None:
    """Neither words nor number are in its repr."""
    assert sheet.words[0] not in repr(sheet) and sheet.number[:4] not in repr(sheet)


@pytest.mark.parametrize(
    "typed",
    [
        lambda words: " ".join(words).upper(),
        lambda words: "\n".join(f"{number:2}. {word}" for number, word in enumerate(words, 1)),
        lambda words: "  ".join(f"{number}){word}" for number, word in enumerate(words, 1)),
        lambda words: "\t".join(f"{number} {word}" for number, word in enumerate(words, 1)),
        lambda words: ", ".join(word[:4] for word in words) + ".",
        lambda words: "\u00a0".join(words).translate({ord("a"): "\uff41"}),
    ],
)
def test_ways_to_type_the_words(typed: object) -> None:
    """Capitals, lines, numbers, commas and four letters of a word make no difference."""
    assert callable(typed)
    assert key_of(typed(words_of(KEY)), SALT).secret() == SECRET


@pytest.mark.parametrize("place", [1, 7, 24])
@pytest.mark.parametrize("wrong", ["abandonn", "xyz", "ze"])
def test_a_word_that_is_none(place: int, wrong: str) -> None:
    """Its place is named, and nothing of what was typed."""
    words = list(words_of(KEY))
    words[place - 1] = wrong
    with pytest.raises(BadInput, match=f"^Word {place} is not") as problem:
        key_of(" ".join(words), SALT)
    assert wrong not in problem.value.message + problem.value.hint
    assert problem.value.__suppress_context__ or problem.value.__context__ is None


def test_places_go_on_from_row_to_row() -> None:
    """Words that are typed row by row keep their places on the sheet."""
    with pytest.raises(BadInput, match=r"^Word 9 is not"):
        read_words("abandon ability zzzz", first=7)


@pytest.mark.parametrize("count", [0, 1, 23, 25])
def test_another_number_of_words(count: int) -> None:
    """It says how many there are."""
    with pytest.raises(BadInput, match=f"24 words, and these are {count}"):
        key_of(" ".join((*words_of(KEY), "zoo")[:count]), SALT)


def test_words_that_dont_fit_together() -> None:
    """Another word of the list, and two that changed places, are found by the checksum; 1 in 256 isn't, by the file."""
    words = list(words_of(KEY))
    refused = 0
    listed = Mnemonic("english").wordlist[::64]
    for word in listed:
        try:
            key_of(" ".join((*words[:4], word, *words[5:])), SALT)
        except BadInput as error:
            refused += 1
            assert "don't fit together" in error.message
    assert refused >= len(listed) - 3
    with pytest.raises(BadInput, match="changed places"):
        key_of(" ".join((words[1], words[0], *words[2:])), SALT)


@pytest.mark.parametrize(
    "typed", [NUMBER.upper(), NUMBER.replace(" ", ""), NUMBER.replace(" ", "-"), NUMBER.replace("6f", "6F") + "\n"]
)
def test_ways_to_type_the_number(typed: str) -> None:
    """Capitals, hyphens and blanks make no difference, nor do an o for a 0 and an l for a 1."""
    assert salt_of(typed) == SALT
    zeros = bytes(14) + b"\x11\x11"
    assert salt_of(number_of(zeros).replace("0", "O").replace("1", "l")) == zeros


def test_one_digit_of_the_number_off() -> None:
    """It is refused wherever it is, and the group is named in all but the few cases where two would fit."""
    digits = NUMBER.replace(" ", "")
    named = 0
    for place, digit in enumerate(digits):
        other = digits[:place] + ("0" if digit != "0" else "1") + digits[place + 1 :]
        with pytest.raises(BadInput, match="not as it is on the sheet") as problem:
            salt_of(other)
        named += f"Group {place // 4 + 1} is likely" in problem.value.message
    assert named >= 34


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (NUMBER.replace("6a6b", "6x6b"), "^Group 4 of"),
        (NUMBER[:-1], "these are 35"),
        (NUMBER + " 0000", "these are 40"),
        ("", "these are 0"),
        (NUMBER.replace("6465 6667", "6667 6465"), "One group or more"),
    ],
)
def test_a_number_that_is_none(typed: str, words: str) -> None:
    """A sign that can't be in it is named by its group, digits are counted, another order of groups is found."""
    with pytest.raises(BadInput, match=words):
        salt_of(typed)


def test_words_alone_open_a_journal(path: Path, sheet: Sheet) -> None:
    """With the salt whole the number isn't asked for, and no harm where it is given."""
    before = path.read_bytes()
    for number in ("", sheet.number):
        vault = Vault.open_with_key(path, key_for(path, words_in(sheet), number))
        assert [entry.content.text for entry in vault.entries.each()] == ["calm breath"]
        vault.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize("there", [bytes(SALT_BYTES), os.urandom(SALT_BYTES)], ids=["zeros", "random"])
def test_a_destroyed_salt(path: Path, sheet: Sheet, there: bytes) -> None:
    """Words and number open it, are asked for both, and a passphrase set then opens it as ever."""
    overwrite(path, 0, there)
    with pytest.raises(WrongPassphrase):
        Vault.open(path, PASSPHRASE)
    with pytest.raises(NumberNeeded):
        key_for(path, words_in(sheet))
    key = key_for(path, words_in(sheet), sheet.number)
    vault = Vault.open_with_key(path, key)
    vault.change_passphrase(key, "another lantern")
    vault.entries.add(made("after"))
    vault.close()
    vault = Vault.open(path, "another lantern")
    assert [entry.content.text for entry in vault.entries.each()] == ["after", "calm breath"]
    vault.close()
    assert read_salt(path) not in (there, salt_of(sheet.number))


def test_a_sheet_of_another_journal(path: Path, tmp_path: Path, sheet: Sheet) -> None:
    """With its number, too, it is refused as that; the file is untouched."""
    other = new_vault(tmp_path / "other.db")
    other.change_passphrase(PASSPHRASE, PASSPHRASE)
    theirs = other.recovery_sheet(PASSPHRASE)
    other.close()
    before = path.read_bytes()
    with pytest.raises(NumberNeeded):
        key_for(path, words_in(theirs))
    for number in (theirs.number, sheet.number):
        with pytest.raises(WrongPassphrase, match="does not open this journal") as problem:
            key_for(path, words_in(theirs), number)
        assert not isinstance(problem.value, NumberNeeded)
    with pytest.raises(BadInput, match="file number"):
        key_for(path, words_in(theirs), "1234")
    assert path.read_bytes() == before


def test_damage_that_no_sheet_mends(path: Path, sheet: Sheet) -> None:
    """Where the first page is damaged beyond the salt, the words are told to be right, and the file damaged."""
    overwrite(path, 1000, os.urandom(100))
    with pytest.raises(Damaged, match="damaged at its start"):
        key_for(path, words_in(sheet))
    overwrite(path, 0, bytes(16))
    with pytest.raises(NumberNeeded):
        key_for(path, words_in(sheet))
    with pytest.raises(Damaged, match="damaged at its start"):
        key_for(path, words_in(sheet), sheet.number)


def test_no_journal_there(tmp_path: Path, sheet: Sheet) -> None:
    """What can't be a journal is said before the words are looked at."""
    (tmp_path / "empty").touch()
    for place in (tmp_path / "nowhere", tmp_path, tmp_path / "empty"):
        with pytest.raises(NoJournal):
            key_for(place, words_in(sheet))


def test_a_sheet_takes_the_passphrase(path: Path, sheet: Sheet) -> None:
    """Nobody gets it from an open journal alone."""
    vault = Vault.open(path, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        vault.recovery_sheet("something else")
    assert vault.recovery_sheet(PASSPHRASE) == sheet
    vault.close()


def test_the_words_are_the_raw_key(path: Path, sheet: Sheet) -> None:
    """SQLCipher alone opens the file with what the sheet says, salt destroyed or not."""
    overwrite(path, 0, bytes(16))
    key = Key(bytes(Mnemonic("english").to_entropy(words_in(sheet))), bytes.fromhex(sheet.number.replace(" ", ""))[:16])
    connection = Connection(path, key)
    assert connection.row("SELECT count(*) FROM entry") == (1,)
    connection.close()
    assert path.stat().st_size % PAGE_BYTES == 0
