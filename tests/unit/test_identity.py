"""Ids that stay unique across copies of a journal."""

import datetime as dt
import uuid

from journal.vault.identity import new_id

NOW = dt.datetime(2026, 5, 17, 18, 30, 0, 123_000, tzinfo=dt.UTC)


def test_an_id_is_a_uuid_of_version_7() -> None:
    """An id has the version and the variant of RFC 9562, and begins with the time in milliseconds."""
    made = uuid.UUID(new_id(NOW))
    assert made.variant == uuid.RFC_4122
    assert made.int >> 76 & 0xF == 7
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


def test_ids_of_one_instant_differ() -> None:
    """Entries saved within the same millisecond get different ids."""
    assert len({new_id(NOW) for _ in range(2000)}) == 2000


def test_ids_sort_by_time() -> None:
    """A later id sorts after an earlier one as text."""
    later = [new_id(NOW + dt.timedelta(milliseconds=n)) for n in range(100)]
    assert later == sorted(later)
