"""What the tests make cheaper than it is: keys, and waits for another program. Only the tests can choose either."""

from journal.vault import key

CHEAP = key.Profile("cheap", memory=8, passes=1, lanes=1)
SHORT_WAIT = 0.1  # seconds; only where the file isn't let go while it is waited for
IMPATIENT = {"TESTS_SHORT_WAITS": "1"}  # in its environment, tests.program waits no longer than that


def use_cheap_keys() -> None:
    """Makes every key of this process a cheap one: the same algorithm at its least cost."""
    key.STANDARD = CHEAP


def use_short_waits() -> None:
    """Makes every wait of this process for another program a short one."""
    from journal.vault import connection  # a program that opens nothing loads nothing for it

    connection._WAIT_SECONDS = SHORT_WAIT
