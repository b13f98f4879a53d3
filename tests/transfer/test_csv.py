"""Everything that a journal holds at present leaves as CSV, each field in its column, and no cell is a formula."""

import csv
import datetime as dt
import io
import tracemalloc
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.model.dates import When
from journal.model.entry import Education, EntryContent, Kind, Sharing, blank, detail_fields
from journal.model.fields import FieldSpec, Input, Term, fields_of
from journal.model.homework import Assignment
from journal.model.measures import OwnScale
from journal.model.rating import Moment, Rating
from journal.model.records import CONTENTS
from journal.safety.text import UNSAFE, safe
from journal.transfer.csv import csv_files, defused
from journal.vault.vault import Vault
from tests.examples import few
from tests.hostile import FORMULAS, HOSTILE_TEXTS
from tests.making import made, vault_open_to_all
from tests.strategies import contents, records


def tables(vault: Vault) -> dict[str, list[dict[str, str]]]:
    """The rows of each file, read by another reader, strictly."""
    read = {}
    for name, content in csv_files(vault):
        text = b"".join(content).decode("utf-8")
        assert text == b"".join(content).decode("utf-8")  # the same again
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1
        assert len(set(rows[0])) == len(rows[0])
        assert text.endswith("\r\n")
        read[name] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return read


def undone(cell: str) -> str:
    """The cell as docs/data-format.md says it is read."""
    return cell[1:] if cell.startswith("'") else cell


def expected(value: object, spec: FieldSpec) -> str:
    """What a field has in its column."""
    if isinstance(value, tuple):
        return "; ".join(one.value if isinstance(one, Term) else safe(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Term):
        return value.value
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return "" if value is None else safe(str(value))


def check_fields(row: dict[str, str], record: object, specs: tuple[FieldSpec, ...], prefix: str = "") -> None:
    """Each field stands in its column, those of a group in columns of their own."""
    for spec in specs:
        value = getattr(record, spec.name)
        if spec.input is Input.GROUP:
            check_fields(row, value, spec.group, f"{prefix}{spec.name}_")
        else:
            assert undone(row[prefix + spec.name]) == expected(value, spec)


@settings(max_examples=few(8))
@given(st.data())
def test_every_field_has_its_column(data: st.DataObject) -> None:
    """Whatever is written, of every kind, is in the row of its entry, harmless, and with nothing else changed."""
    kind = data.draw(st.sampled_from(Kind))
    content = data.draw(contents(kind, full=True))
    with vault_open_to_all() as vault:
        entry = vault.entries.add(content)
        read = tables(vault)
    (row,) = read[f"{kind.value}.csv"]
    assert all(not rows for name, rows in read.items() if name not in (f"{kind.value}.csv", "agreement.csv"))
    assert (row["id"], row["date"], row["zone"]) == (entry.id, content.when.date.isoformat(), content.when.zone)
    assert row["time"] == (f"{content.when.time:%H:%M}" if content.when.time else "")
    assert row["homework"] == content.assignment
    check_fields(row, content, fields_of(EntryContent))
    check_fields(row, content.details, detail_fields(kind))
    rated = {f"{one.scale}_{one.moment.value}": str(one.value) for one in content.ratings}
    other = rated.pop("a_scale_of_my_own_once", None)
    assert row["other_ratings"] == (f"a_scale_of_my_own once {other}" if other else "")
    assert rated == {name: row[name] for name in rated}
    sharing = entry.content.sharing
    passages = {f"{one.field} (passage)" for one in sharing.joint_passages}
    assert set(row["shared_joint"].split("; ")) - {""} == sharing.joint | passages
    check_harmless(row)


@settings(max_examples=few(8))
@given(st.data())
def test_every_record_has_its_row(data: st.DataObject) -> None:
    """The same holds for every type of record, and for what isn't asked for in a form, such as a state."""
    content = data.draw(records(data.draw(st.sampled_from(CONTENTS)), full=True))
    with vault_open_to_all() as vault:
        record = vault.records_of(type(content)).add(content)
        rows = tables(vault)[f"{content.type}.csv"]
    (row,) = (row for row in rows if row["id"] == record.id)
    kind: type = type(content)
    check_fields(row, content, fields_of(kind))
    flat = {name.partition("_")[0] for name in row} | set(row)
    assert {field.name for field in fields(kind)} <= flat
    check_harmless(row)


def check_harmless(row: dict[str, str]) -> None:
    """No cell steers a terminal, and none begins like a formula."""
    for cell in row.values():
        assert not UNSAFE.search(cell)
        assert not cell.strip("\ufeff\u200b\u2060 \t\r\n\u3000\u00a0").startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20"))


@pytest.mark.parametrize("text", [*FORMULAS, *(f"'{start}" for start in FORMULAS), "'", "''x"])
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever a formula may begin with, blanks and full-width signs too, is text, and can be had again."""
    assert defused(text) == f"'{text}"
    assert undone(defused(text)) == text


@pytest.mark.parametrize("text", ["", "plain", "a=b", "5 - 3", "it's", "\u2013 dash", "#", '"=1"'])
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    """Other texts are as they were."""
    assert defused(text) == text


def test_hostile_texts_stay_in_their_cells(vault: Vault) -> None:
    """Quotes, line ends, separators and formulas are in the cell they belong to, wherever they come from."""
    scale = vault.own_scales.add(OwnScale(name='=1+1\n"x",y'))
    homework = vault.assignments.add(Assignment(title="+1"))
    for number, text in enumerate((*HOSTILE_TEXTS, *FORMULAS)):
        line = " ".join(text.split("\n"))
        content = made(text, kind=Kind.EDUCATION, own={"resource": line}, tags=(line,), assignment=homework.id)
        rating = Rating(scale.id, Moment.ONCE, number % 11)
        vault.entries.add(replace(content, ratings=(rating,)))
    rows = tables(vault)["education.csv"]
    assert {undone(row["text"]) for row in rows} == {safe(text) for text in (*HOSTILE_TEXTS, *FORMULAS)}
    name = f'\'=1+1 "x",y {scale.id[-8:]}_once'
    assert [row[name] for row in rows][::-1] == [str(number % 11) for number in range(len(rows))]
    assert {row["homework_title"] for row in rows} == {"'+1"}
    for row in rows:
        check_harmless(row)


def test_what_is_not_in_it(vault: Vault) -> None:
    """History, the trash and drafts are not, and there is a file for each kind and type, also where it has no rows."""
    when = When(dt.date(2026, 5, 4))
    edited = vault.entries.add(EntryContent(when=when, details=Education(), text="first"))
    vault.entries.edit(edited.id, EntryContent(when=when, details=Education(), text="second"))
    gone = vault.entries.add(EntryContent(when=when, details=Education(), text="gone"))
    vault.entries.move_to_trash(gone.id)
    vault.drafts.save(EntryContent(when=when, details=Education(), text="begun"))
    read = tables(vault)
    assert [name for name in read if read[name]] == ["education.csv"]
    assert [row["text"] for row in read["education.csv"]] == ["second"]
    names = [*(kind.value for kind in Kind), *(content.type for content in CONTENTS)]
    assert list(read) == [f"{name}.csv" for name in names]


def test_nothing_changes_meanwhile(vault: Vault) -> None:
    """All files tell of the moment at which the first was asked for; the vault is free again after the last."""
    files = csv_files(vault)
    next(files)
    files.close()
    sharing = Sharing(therapist=frozenset({"topic"}))
    vault.entries.add(replace(blank(Kind.EDUCATION, When(dt.date(2026, 5, 4))), topic="t", sharing=sharing))
    (row,) = tables(vault)["education.csv"]
    assert (row["shared_therapist"], row["shared_joint"]) == ("topic", "")


def test_it_needs_no_memory_to_speak_of(vault: Vault) -> None:
    """Hundreds of long entries take the memory of a few."""
    with vault.atomic():
        for _ in range(400):
            vault.entries.add(made("calm breath " * 500))
    tracemalloc.start()
    size = sum(len(piece) for _, content in csv_files(vault) for piece in content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 2_400_000
    assert peak < 800_000
