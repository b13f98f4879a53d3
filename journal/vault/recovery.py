"""The recovery sheet: the key of a file in 24 words, and its salt as a number in groups.

The words are those of BIP39, which have a checksum in the last of them; the number is the salt in hex and the first two
bytes of its SHA-256. The words open the file as long as its salt is whole, and with the number also where it isn't.
"""

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from journal.errors import BadInput, WrongPassphrase
from journal.vault.connection import Connection
from journal.vault.files import read_salt, refuse_damaged
from journal.vault.key import SALT_BYTES, Key

WORDS = 24
GROUPS = 9  # eight of the salt, and one to check them
_GROUP = 4  # digits of a group
_BEGINNING = 4  # letters that tell every word of the list from the others
_CHECK_BYTES = 2
_DIGITS = "0123456789abcdef"
_LOOK_ALIKES = str.maketrans("oil", "011")
_LOOK = "Compare it with the sheet, letter by letter."


@dataclass(frozen=True, repr=False)
class Sheet:
    """What is written down: it opens the file, for whoever has it. Its repr shows nothing of that."""

    words: tuple[str, ...]
    number: str


class WrongWord(BadInput):
    """A word that can't be on a sheet, or is another one there; `place` is the one on the sheet, from 1."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message, _LOOK)
        self.place = place


class NumberNeeded(WrongPassphrase):
    """The words don't open the file as it is now, and only the file number can tell why."""


def sheet_of(key: Key) -> Sheet:
    """The sheet of the file with this key."""
    return Sheet(words_of(key), number_of(key.salt))


def words_of(key: Key) -> tuple[str, ...]:
    """The 24 words of a key; nothing of its salt is in them."""
    from mnemonic import Mnemonic

    return tuple(Mnemonic("english").to_mnemonic(key.secret()).split())


def number_of(salt: bytes) -> str:
    """The file number: the salt and what checks it, in hex, in nine groups of four."""
    digits = _with_check(salt)
    return " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def in_columns(words: tuple[str, ...], columns: int = 4) -> tuple[str, ...]:
    """The words with their numbers, one column after another, as rows of text."""
    rows = math.ceil(len(words) / columns)
    width = max(map(len, words))
    numbered = [f"{number:2}. {word:{width}}" for number, word in enumerate(words, 1)]
    return tuple("   ".join(numbered[row::rows]).rstrip() for row in range(rows))


def read_words(typed: str, *, first: int = 1) -> tuple[str, ...]:
    """The words in what was typed, as the list has them; `first` is the place on the sheet of the first of them.

    Capitals, blanks, lines and numbers before words make no difference, and four letters are enough for a word. Raises
    BadInput with the place of a word that isn't in the list.
    """
    from mnemonic import Mnemonic

    listed = Mnemonic("english").wordlist
    known = {word: word for word in listed} | {word[:_BEGINNING]: word for word in listed if len(word) > _BEGINNING}
    found = []
    for place, word in enumerate(tokens(typed), first):
        if word not in known:
            raise WrongWord(f"Word {place} is not one of those on a recovery sheet.", place)
        found.append(known[word])
    return tuple(found)


def compare(sheet: Sheet, words: tuple[str, ...], done: int = 0) -> None:
    """Makes sure that words are those of a sheet, after the first of it that were typed already.

    Raises WrongWord for the first that is another, and BadInput for more than there are.
    """
    for place, (word, theirs) in enumerate(zip(words, sheet.words[done:], strict=False), done + 1):
        if word != theirs:
            raise WrongWord(f"Word {place} is another one on the sheet.", place)
    if done + len(words) > WORDS:
        raise BadInput(f"These are more than {WORDS} words.", _LOOK)


def key_of(words: str, salt: bytes) -> Key:
    """The key that the 24 words are, for a file with this salt.

    Raises BadInput for a wrong word, with its place, for another number of words, and where they don't fit together.
    """
    from mnemonic import Mnemonic

    read = read_words(words)
    if len(read) != WORDS:
        raise BadInput(f"A recovery sheet has {WORDS} words, and these are {len(read)}.", "Type all of them in order.")
    try:
        secret = Mnemonic("english").to_entropy(list(read))
    except ValueError:
        raise BadInput(
            "These words don't fit together: one of them is another than on the sheet, or two have changed places.",
            "Compare each of them with the sheet.",
        ) from None
    return Key(bytes(secret), salt)


def salt_of(number: str) -> bytes:
    """The salt that a file number stands for.

    Raises BadInput for a group that can't be right, with its place, and where the groups don't fit together.
    """
    digits = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", number)).lower().translate(_LOOK_ALIKES)
    for place, digit in enumerate(digits):
        if digit not in _DIGITS:
            raise BadInput(
                f"Group {place // _GROUP + 1} of the file number has something in it that is not 0 to 9 or a to f.",
                _LOOK,
            )
    if len(digits) != GROUPS * _GROUP:
        raise BadInput(
            f"A file number has {GROUPS} groups of {_GROUP}: {GROUPS * _GROUP} digits and letters, and these are "
            f"{len(digits)}.",
            _LOOK,
        )
    salt = bytes.fromhex(digits)[:SALT_BYTES]
    if _with_check(salt) == digits:
        return salt
    places = {place // _GROUP + 1 for place in _mended_by_one(digits)}
    where = f"Group {places.pop()} is likely the one." if len(places) == 1 else "One group or more is another."
    raise BadInput(f"The file number is not as it is on the sheet. {where}", _LOOK)


def key_for(path: Path, words: str, number: str = "") -> Key:
    """The key of a journal, from its sheet. The file is only read.

    The number is needed only where the start of the file is damaged. Raises NumberNeeded where that may be so,
    WrongPassphrase for a sheet of another file or of before, BadInput as `key_of` and `salt_of`, and what reading the
    file raises.
    """
    salt = read_salt(path)
    given = salt_of(number) if number.strip() else None
    found = key_of(words, salt)
    if _opens(path, found):
        return found
    if given is None:
        raise NumberNeeded(
            "These words don't open the journal as its file is now.",
            "The file number on the sheet can tell why, and may open it.",
        )
    if given != salt:
        found = key_of(words, given)
        if _opens(path, found):
            return found
    raise WrongPassphrase(
        "This sheet does not open this journal.",
        "It is of another journal, or of before the passphrase was last changed, which made it void.",
    )


def _opens(path: Path, key: Key) -> bool:
    try:
        Connection(path, key).close()
    except WrongPassphrase:
        refuse_damaged(path, key)
        return False
    return True


def tokens(typed: str) -> Iterator[str]:
    """What stands for a word each in what was typed, whether or not it is one."""
    for part in re.split(r"[\s,;]+", unicodedata.normalize("NFKC", typed).lower()):
        if word := re.sub(r"^\d*[.):\-]*|[.,]+$", "", part):
            yield word


def _with_check(salt: bytes) -> str:
    return (salt + hashlib.sha256(salt).digest()[:_CHECK_BYTES]).hex()


def _mended_by_one(digits: str) -> Iterator[int]:
    """The places where one other digit makes the number right."""
    for place in range(len(digits)):
        for digit in _DIGITS:
            other = f"{digits[:place]}{digit}{digits[place + 1 :]}"
            if other != digits and _with_check(bytes.fromhex(other)[:SALT_BYTES]) == other:
                yield place
