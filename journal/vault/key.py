"""From a passphrase to the key of one file."""

import unicodedata
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from journal.errors import JournalError

KEY_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True)
class Profile:
    """Named costs of Argon2id, version 1.3: memory in KiB, passes, lanes."""

    name: str
    memory: int
    passes: int
    lanes: int


# A file doesn't say which profile made it, so a profile in use is never changed; a new one is added after it.
STANDARD = Profile("standard-1", memory=256 * 1024, passes=3, lanes=4)


class Key:
    """The key of one file: 32 secret bytes and the file's salt of 16. Its repr shows neither."""

    __slots__ = ("_secret", "salt")

    def __init__(self, secret: bytes, salt: bytes) -> None:
        if len(secret) != KEY_BYTES or len(salt) != SALT_BYTES:
            raise ValueError("a key has 32 bytes and a salt 16")
        self._secret = secret
        self.salt = salt

    def __repr__(self) -> str:
        return "Key(...)"

    def secret(self) -> bytes:
        """The 32 secret bytes."""
        return self._secret

    def pragma(self) -> str:
        """The value that SQLCipher takes as a raw key with salt."""
        return f"x'{self._secret.hex()}{self.salt.hex()}'"


def derive_key(passphrase: str, salt: bytes, profile: Profile | None = None) -> Key:
    """The key that a passphrase, in NFC, makes with a salt of 16 bytes. Takes about 0.8 s with the standard profile.

    Raises JournalError where the memory for it can't be had.
    """
    profile = profile or STANDARD
    try:
        secret = hash_secret_raw(
            unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"),
            salt,
            time_cost=profile.passes,
            memory_cost=profile.memory,
            parallelism=profile.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError:
        megabytes = profile.memory // 1024
        raise JournalError(
            f"There is not enough memory to open a journal: it takes {megabytes} MB for a moment.",
            "Close other programs and try again.",
        ) from None
    return Key(secret, salt)
