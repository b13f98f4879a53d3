"""The JSON that Day One exports: dates where they were, tags and stars, and a word on all that has no place here."""

import json
from typing import Any

import pytest

from journal.errors import BadInput
from journal.model.entry import EntryContent
from journal.transfer.incoming.foreign import Gathered, Options
from journal.transfer.incoming.recognising import Format, read

SECRET = "mangrove"


def entry(text: str | None = "Words", **others: Any) -> dict[str, Any]:
    """An entry as it is in an export, with what is in nearly all of them."""
    return {
        "uuid": "0123456789ABCDEF0123456789ABCDEF",
        "creationDate": "2026-05-01T20:30:00Z",
        "modifiedDate": "2026-05-02T08:00:00Z",
        "timeZone": "Europe/Helsinki",
        "creationDevice": SECRET,
        "starred": False,
        "isPinned": False,
        "richText": "{}",
        "text": text,
    } | others


def gathered(*entries: dict[str, Any]) -> Gathered:
    """What comes in of an export of these."""
    form, found = read(
        json.dumps({"metadata": {"version": "1.0"}, "entries": entries}).encode(), "Journal.json", None, Options()
    )
    assert form is Format.DAYONE and isinstance(found, Gathered)
    return found


def only(*entries: dict[str, Any]) -> EntryContent:
    """The one entry that comes in."""
    (one,) = gathered(*entries).entries
    return one.content


def test_an_entry() -> None:
    """A heading that is short is the topic, the text stays in Markdown, and the date is that of the place it was in."""
    one = only(
        entry(
            "# Evening \\- slow\n\nWe talked\\.\n\n![](dayone-moment://ABC)",
            tags=["calm", "Calm", "two words"],
            starred=True,
        )
    )
    assert (one.topic, one.text) == ("Evening - slow", "We talked\\.\n\n![](dayone-moment://ABC)")
    assert (one.when.date.isoformat(), f"{one.when.time}", one.when.zone) == (
        "2026-05-01",
        "23:30:00",
        "Europe/Helsinki",
    )
    assert one.tags == ("calm", "two words", "starred")


@pytest.mark.parametrize(
    ("created", "zone", "expected"),
    [
        ("2026-05-01T22:30:00Z", "Europe/Helsinki", ("2026-05-02", "01:30:00", "Europe/Helsinki")),
        ("2026-05-01T02:30:00Z", "America\\/St_Johns", ("2026-05-01", "00:00:00", "America/St_Johns")),
        ("2026-10-25T00:30:00Z", "Europe/Helsinki", ("2026-10-25", "03:30:00", "Europe/Helsinki")),
        ("2026-10-25T01:30:00Z", "Europe/Helsinki", ("2026-10-25", "03:30:00", "Europe/Helsinki")),
        ("2026-05-01T22:30:00", "", ("2026-05-01", "22:30:00", "UTC")),
        ("2026-05-01T22:30:00+02:00", None, ("2026-05-01", "20:30:00", "UTC")),
        ("2026-05-01T22:30:00Z", "../../etc/passwd", ("2026-05-01", "22:30:00", "UTC")),
        ("2026-05-01T22:30:00Z", "Nowhere/\x00" + "x" * 5000, ("2026-05-01", "22:30:00", "UTC")),
    ],
)
def test_dates(created: str, zone: str | None, expected: tuple[str, str, str]) -> None:
    """The instant is told in its own zone, also where the clocks were changed; in UTC where no zone is known."""
    raw = json.dumps(entry(creationDate=created, timeZone=zone)).replace("\\\\/", "/")
    found = gathered(json.loads(raw))
    when = found.entries[0].content.when
    if expected[1] == "00:00:00":
        assert (when.date.isoformat(), when.zone) == (expected[0], expected[2])
    else:
        assert (when.date.isoformat(), f"{when.time}", when.zone) == expected
    strange = bool(zone) and expected[2] == "UTC"
    assert any("time zones" in what for what in found.left_out) == strange


def test_a_whole_day() -> None:
    """An entry of a whole day has no time."""
    assert only(entry(isAllDay=True)).when.time is None


def test_what_is_left_out_is_counted() -> None:
    """Photos, places and the rest are counted under names of ours; nothing that the file has is repeated."""
    found = gathered(
        entry(photos=[{"md5": SECRET}, {}], location={"placeName": SECRET}, weather={}, videos=[], mangrove=SECRET),
        entry(uuid="2", photos=[{}], music="x"),
        entry(None, uuid="3", richText='{"contents": [{"text": "x"}]}'),
        entry(" ", uuid="4", richText=""),
    )
    assert len(found.entries) == 2
    assert found.left_out == {
        "photos": 3, "places": 1, "music": 1, "details such as the device or the last change": 4,
        "entries with formatted text only": 1, "entries without words": 1,
    }  # fmt: skip
    assert SECRET not in str(found.left_out)


def test_the_name_of_an_entry_is_its_own() -> None:
    """An entry that was changed in Day One is the same one; two without a name are told apart by what is in them."""
    before, after = gathered(entry("one")), gathered(entry("two"))
    assert before.entries[0].id == after.entries[0].id
    one, two = gathered(entry("one", uuid=None), entry("two", uuid=None)).entries
    assert one.id != two.id


@pytest.mark.parametrize(
    "others",
    [
        {"creationDate": SECRET},
        {"creationDate": None},
        {"creationDate": "0001-01-01T00:00:00Z", "timeZone": "America/St_Johns"},
        {"tags": SECRET},
        {"text": [SECRET]},
        {"starred": SECRET},
    ],
)
def test_what_is_refused(others: dict[str, Any]) -> None:
    """An entry that isn't as Day One exports it is refused by its number, with nothing of what is there."""
    with pytest.raises(BadInput, match=r"^Entry 2 ") as caught:
        gathered(entry(), entry(**others))
    assert SECRET not in caught.value.message + caught.value.hint


def test_an_empty_export() -> None:
    """An export without entries is one, too."""
    assert gathered().entries == []
