"""From a passphrase to a key."""

import os
import pickle
import subprocess
import sys
import unicodedata

import pytest
from argon2.low_level import Type, hash_secret_raw

from journal.vault.key import Key, derive_key
from tests.cheap import CHEAP

SALT = bytes(range(16))


def test_the_profile_that_people_get() -> None:
    """Outside the tests every key has the costs that docs/file-format.md names."""
    program = "from journal.vault import key; print(key.STANDARD)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "Profile(name='standard-1', memory=262144, passes=3, lanes=4)\n"


def test_a_key_is_argon2id_over_the_salt() -> None:
    """The key is the one that Argon2id gives for these costs, so that other tools can make it too."""
    expected = hash_secret_raw(b"some words", SALT, CHEAP.passes, CHEAP.memory, CHEAP.lanes, 32, Type.ID, 19)
    assert derive_key("some words", SALT, CHEAP).secret() == expected
    assert derive_key("some words", SALT, CHEAP).pragma() == f"x'{expected.hex()}{SALT.hex()}'"


def test_one_passphrase_in_two_encodings_is_one_key() -> None:
    """A passphrase typed on a Mac, where accents may come apart, gives the same key as on Linux."""
    composed = unicodedata.normalize("NFC", "café Ängström 한국")
    apart = unicodedata.normalize("NFD", composed)
    assert composed != apart
    assert derive_key(composed, SALT).secret() == derive_key(apart, SALT).secret()


@pytest.mark.parametrize("other", ["Some words", "some words ", "some  words", "some words\0", "\ud800some words"])
def test_another_passphrase_is_another_key(other: str) -> None:
    """Nothing of a passphrase is trimmed, folded or cut, a NUL and a broken character included."""
    assert derive_key(other, SALT).secret() != derive_key("some words", SALT).secret()


def test_another_salt_is_another_key() -> None:
    """Two files with one passphrase have different keys."""
    assert derive_key("some words", SALT).secret() != derive_key("some words", os.urandom(16)).secret()


def test_a_key_shows_nothing_of_itself() -> None:
    """Neither repr, str, format nor an attribute dictionary shows the secret or the salt."""
    key = Key(bytes(range(32)), SALT)
    for shown in (repr(key), str(key), f"{key}", f"{[key]}"):
        assert shown.strip("[]") == "Key(...)"
    assert not hasattr(key, "__dict__")
    with pytest.raises(TypeError):
        pickle.dumps(key, protocol=1)


@pytest.mark.parametrize(("secret", "salt"), [(31, 16), (32, 15), (0, 0)])
def test_a_key_of_another_length_is_refused(secret: int, salt: int) -> None:
    """A key has 32 bytes and a salt 16, and the refusal shows neither."""
    with pytest.raises(ValueError, match=r"^a key has 32 bytes and a salt 16$"):
        Key(bytes(secret), bytes(salt))


def test_too_little_memory_is_said_plainly() -> None:
    """Where the memory for a key can't be had, the error is one of ours and says how much it takes."""
    program = """
import resource
from journal.errors import JournalError
from journal.vault.key import Profile, derive_key

resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
try:
    derive_key("quiet lantern", bytes(16), Profile("large", memory=2 << 20, passes=1, lanes=1))
except JournalError as error:
    print(error.exit_code, error.message)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "1 There is not enough memory to open a journal: it takes 2048 MB for a moment.\n"
    assert done.stderr == ""
