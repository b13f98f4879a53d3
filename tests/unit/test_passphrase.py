"""How strong a passphrase is, and new ones."""

import pytest
from mnemonic import Mnemonic

from journal.vault.passphrase import WORDS, generate, strength


@pytest.mark.parametrize("typed", ["", "a", "password", "12345678", "qwerty", "iloveyou1", "aaaaaaaaaaaa"])
def test_a_weak_passphrase_is_called_weak(typed: str) -> None:
    """What is guessed soon is weak, and something is said about it."""
    judged = strength(typed)
    assert judged.weak
    assert judged.words


@pytest.mark.parametrize(
    "typed", ["quiet lantern by the harbour", "x" * 100_000 + "quiet lantern by the harbour", "\0\ud800"]
)
def test_any_text_can_be_judged(typed: str) -> None:
    """Long and broken passphrases are judged too, and the judgement never holds the passphrase."""
    judged = strength(typed)
    assert 0 <= judged.score <= 4
    assert typed not in judged.words + judged.advice


def test_a_new_passphrase_is_six_words_and_strong() -> None:
    """A generated passphrase has six words of the list, is another each time, and is judged strong."""
    known = set(Mnemonic("english").wordlist)
    made = {generate() for _ in range(20)}
    assert len(made) == 20
    for passphrase in made:
        words = passphrase.split(" ")
        assert len(words) == WORDS
        assert set(words) <= known
        assert strength(passphrase).score == 4
