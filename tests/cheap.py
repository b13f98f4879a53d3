"""The key profile of the tests: the same algorithm at its least cost. Only the tests can choose it."""

from journal.vault import key

CHEAP = key.Profile("cheap", memory=8, passes=1, lanes=1)


def use_cheap_keys() -> None:
    """Makes every key of this process a cheap one."""
    key.STANDARD = CHEAP
