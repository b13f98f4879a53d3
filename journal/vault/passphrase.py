"""How strong a passphrase is, and new ones made of random words."""

import secrets
from dataclasses import dataclass

WORDS = 6  # of 2,048 each: 66 bits


@dataclass(frozen=True)
class Strength:
    """A judgement of a passphrase: `score` from 0 (guessed at once) to 4 (out of reach), in words, and what to do."""

    score: int
    words: str
    advice: str = ""

    @property
    def weak(self) -> bool:
        """Whether it needs a plain warning before it is used."""
        return self.score < 3


_WORDS = ("guessed at once", "guessed within hours", "weak", "good", "strong")


def strength(passphrase: str) -> Strength:
    """Judges a passphrase with zxcvbn, which knows common words, names, dates and patterns."""
    from zxcvbn import zxcvbn

    if not passphrase:
        return Strength(0, "empty", "Choose one of several words.")
    judged = zxcvbn(passphrase[:72])  # its running time grows fast with length, and 72 characters settle it
    advice = [judged["feedback"]["warning"], *judged["feedback"]["suggestions"]]
    return Strength(judged["score"], _WORDS[judged["score"]], " ".join(part for part in advice if part))


def generate() -> str:
    """Six random words of the BIP39 list, which avoids words that look alike."""
    from mnemonic import Mnemonic

    words = Mnemonic("english").wordlist
    return " ".join(secrets.choice(words) for _ in range(WORDS))
