"""CSV with a mapping, with names of columns that need none, and as this program writes it."""

import csv
import datetime as dt
import io
from typing import Any

import pytest

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import EntryContent, Reflection
from journal.transfer.csv import csv_files
from journal.transfer.incoming.foreign import MOST_TEXT, Gathered, Options
from journal.transfer.incoming.recognising import Format, read
from journal.transfer.incoming.table import columns_of
from journal.transfer.incoming.taking import take_entries
from journal.transfer.incoming.whens import Whens
from journal.vault.vault import Vault

SECRET = "mangrove"
DAY = dt.date(2026, 5, 1)


def gathered(text: str, name: str = "notes.csv", **options: Any) -> Gathered:
    """What comes in of a table."""
    form, found = read(text.encode(), name, None, Options(**options))
    assert form is Format.CSV and isinstance(found, Gathered)
    return found


def only(text: str, **options: Any) -> EntryContent:
    """The one entry of a table."""
    (one,) = gathered(text, **options).entries
    return one.content


def test_names_that_need_no_mapping() -> None:
    """Obvious names of columns go to their fields, whatever their capitals and order."""
    text = (
        "Title,DATE,Time,Time_zone,Notes,Tags,People,Mood,Minutes,Starred\n"
        'Walk,2026-05-01,9:30 pm,Europe/Helsinki,"a, ""b""\nc","calm, slow; #x",Alex,low,20,yes\n'
    )
    assert only(text) == EntryContent(
        when=When(DAY, dt.time(21, 30), "Europe/Helsinki"), details=Reflection(mood="low"), topic="Walk",
        text='a, "b"\nc', tags=("calm", "slow", "x", "starred"), people=("Alex",), minutes=20,
    )  # fmt: skip


def test_a_mapping() -> None:
    """Columns go where the mapping says; several for the text stand there under their names; the rest is counted."""
    text = "Wann;Was;Wie;Text\n01/05/2026 21:30;one;two;three\n02/05/2026 00:00;four;;\n"
    found = gathered(text, columns=(("when", "wann"), ("text", "Was"), ("text", "Wie")), whens=Whens("%d/%m/%Y %H:%M"))
    first, second = (one.content for one in found.entries)
    assert (first.when, first.text) == (When(DAY, dt.time(21, 30)), "Was: one\n\nWie: two")
    assert second.text == "Was: four"
    assert [column.field for column in found.columns] == ["when", "text", "text", ""]
    assert found.left_out == {"cells of columns that go nowhere": 1}


def test_what_this_program_writes() -> None:
    """Its own tables have ids and an apostrophe where a spreadsheet would see a formula."""
    row = (
        "019e0a2f-1c5e-7b60-93b4-5f0e3f9a12c4",
        "1",
        "2026-05-02T00:00:00Z",
        "2026-05-02T00:00:00Z",
        "2026-05-01",
        "21:30",
        "'=1+1",
        "'''x",
    )
    out = io.StringIO()
    csv.writer(out).writerows((("id", "version", "created", "updated", "date", "time", "topic", "text"), row))
    (one,) = gathered(out.getvalue()).entries
    assert (one.id, one.content.topic, one.content.text) == (row[0], "=1+1", "''x")
    assert one.content.when == When(DAY, dt.time(21, 30))


def test_what_this_program_wrote_comes_back(vault: Vault) -> None:
    """Its table of reflections brings their words and ids, also those that look like formulas; here they are known."""
    when = When(DAY, dt.time(21, 30), "Europe/Helsinki")
    texts = ("=1+1", "'quoted", 'a, "b"\nc', "plain; text")
    for text in texts:
        details = Reflection(mood=text.replace("\n", " "))
        vault.entries.add(EntryContent(when=when, details=details, topic="x", text=text, tags=("calm", "slow")))
    (table,) = (b"".join(pieces) for name, pieces in csv_files(vault) if name == "reflection.csv")
    found = gathered(table.decode(), "reflection.csv")
    assert {one.id: one.content for one in found.entries} == {one.id: one.content for one in vault.entries.each()}
    assert take_entries(vault, found, dry=False).new == 0


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(separator: str) -> None:
    """Commas, semicolons and tabs may stand between cells."""
    text = separator.join(("date", "text")) + "\n" + separator.join(("2026-05-01", "Words"))
    assert only(text).text == "Words"
    form, _ = read(text.encode(), "", None, Options())
    assert form is Format.CSV


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (f"a,b\n{SECRET},x", {}, "No column is known to hold the date"),
        ("date,text\n2026-05-01,x", {"columns": (("mangrove", "date"),)}, "--map names a field"),
        ("date,text\n2026-05-01,x", {"columns": (("text", SECRET),)}, "--map text= names a column"),
        (f"date,text\n2026-05-01,x\n{SECRET},y", {}, "Line 3 has a date"),
        (f"date,time,text\n2026-05-01,{SECRET},y", {}, "Line 2 has a time"),
        (f"date,text\n2026-05-01,x,{SECRET}", {}, "Line 2 has more cells"),
        (f'date,text\n2026-05-01,"x\n{SECRET}', {}, "can't be read as CSV"),
        (f'date,text\n2026-05-01,"x"{SECRET}', {}, "can't be read as CSV"),
        (f"date,text\n,{SECRET}", {}, "Line 2 has no date"),
        (f"date,text\n2026-05-01,{'x' * (MOST_TEXT + 1)}", {}, "Line 2 can't be read as CSV"),
        ("," * 1001, {}, "too many columns"),
        ("", {}, "No column is known"),
        ("date,text\n01/05/2026,x", {}, "Line 2 has a date"),
        ("date,text\n2026-05-01,x", {"whens": "%Q"}, "--date-format can't be used"),
        ("date,text\n2026-05-01,x", {"whens": "%Y %Y"}, "--date-format can't be used"),
    ],
)
def test_what_is_refused(text: str, options: dict[str, Any], message: str) -> None:
    """A mapping that doesn't fit and a row that can't be read are refused by their place, never with what is there."""
    with pytest.raises(BadInput) as caught:
        if "whens" in options:
            options = options | {"whens": Whens(options["whens"])}
        gathered(text, **options)
    assert message in caught.value.message
    assert SECRET not in caught.value.message + caught.value.hint
    assert csv.field_size_limit() == 131072


def test_cells_that_are_strange() -> None:
    """A zone, a number or a star that can't be read is counted; blank rows are passed over."""
    text = "date,zone,minutes,starred,text\n2026-05-01,Nowhere,lots,perhaps,x\n,,,,\n2026-05-01,,1441,no,y\n"
    found = gathered(text)
    assert len(found.entries) == 2 and all(one.content.minutes is None for one in found.entries)
    assert found.left_out == {
        "time zones that aren't known": 1, "minutes that are no number up to 1440": 2,
        "stars that are neither yes nor no": 1,
    }  # fmt: skip


def test_a_table_without_dates() -> None:
    """One date can be named for all."""
    assert only("text\nWords", date=DAY).when == When(DAY)


def test_columns_are_told_without_a_mapping() -> None:
    """What the dry run shows: every column and where it goes."""
    assert [(one.name, one.field) for one in columns_of("Date,Weather\n")] == [("Date", "when"), ("Weather", "")]
