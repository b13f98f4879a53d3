"""Entries for measuring: dated over years, 30 to 300 words each, with tags and ratings; always the same ones."""

import datetime as dt
import random
from collections.abc import Iterator

from journal.model.entry import EntryContent, Kind, Outcome
from journal.model.rating import Moment, Rating
from tests.making import made

LAST_DAY = dt.date(2026, 5, 17)
COMMON, RARE = "calm", "harbour"
_SYLLABLES = ("ba", "den", "fi", "gor", "hal", "ki", "lum", "mo", "nes", "pa", "ri", "sol", "tu", "ver", "wa", "yen")
_TAGS = ("evening", "morning", "weekend", "home", "away", "slow", "talk", "body", "breath", "reading")


def _vocabulary(chance: random.Random) -> list[str]:
    """Invented words, the frequent ones short."""
    words: dict[str, None] = {COMMON: None}
    while len(words) < 8000:
        length = 1 + min(3, len(words) // 200)
        words["".join(chance.choice(_SYLLABLES) for _ in range(length + chance.randrange(2)))] = None
    return list(words)


def corpus(count: int) -> Iterator[EntryContent]:
    """So many entries, oldest first. The word COMMON is in nearly all of them, RARE in one of 2,000."""
    chance = random.Random(20260517)
    vocabulary = _vocabulary(chance)
    # As in any language: the n-th word is used about one n-th as often as the first.
    frequency = [1 / (rank + 3) for rank in range(len(vocabulary))]
    for number in range(count):
        words = chance.choices(vocabulary, frequency, k=chance.randint(30, 300))
        if number % 2000 == 500:
            words.insert(len(words) // 2, RARE)
        yield made(
            " ".join(words),
            date=LAST_DAY - dt.timedelta(days=(count - number) * 2000 // count),
            time=dt.time(chance.randrange(24), chance.randrange(60)),
            zone="Europe/Helsinki",
            kind=chance.choice(list(Kind)),
            outcome=chance.choice(list(Outcome)),
            tags=tuple(chance.sample(_TAGS, chance.randrange(4))),
            people=("Alex",) if chance.random() < 0.6 else (),
            ratings=(Rating("tension", Moment.BEFORE, chance.randrange(11)),),
            minutes=chance.randrange(5, 60),
        )
