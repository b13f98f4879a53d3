"""Markdown: a file or a folder, dates from front matter, the name of the file or a heading."""

import datetime as dt
import os
from pathlib import Path

import pytest

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.entry import EntryContent
from journal.transfer.incoming import source
from journal.transfer.incoming.foreign import Gathered, Options
from journal.transfer.incoming.recognising import Format, read, read_folder

SECRET = "mangrove"
DAY = dt.date(2026, 5, 1)


def taken(text: str, name: str = "notes.md", options: Options = Options()) -> list[EntryContent]:
    """What of a file comes in."""
    form, found = read(text.encode(), name, None, options)
    assert form is Format.MARKDOWN and isinstance(found, Gathered)
    return [one.content for one in found.entries]


@pytest.mark.parametrize(
    ("name", "text", "when"),
    [
        ("2026-05-01.md", "Words", When(DAY)),
        ("2026-05-01 21.30 x.md", "Words", When(DAY, dt.time(21, 30))),
        ("2026-05-01-walk.markdown", "Words", When(DAY)),
        ("x.md", "---\ndate: 2026-05-01\n---\nWords", When(DAY)),
        ("x.md", "---\nDate: '2026-05-01 9:30 PM'\n---\nWords", When(DAY, dt.time(21, 30))),
        ("x.md", "---\r\ncreated: 2026-05-01T21:30:15Z\r\n---\r\nWords", When(DAY, dt.time(21, 30), "UTC")),
        ("x.md", "---\ncreated: 2020-01-01\ndate: 2026-05-01\n---\nWords", When(DAY)),
        ("2020-01-01.md", "---\ndate: 2026-05-01T21:30:00+03:00\n---\nWords", When(DAY, dt.time(21, 30))),
        ("x.md", '---\ndate: "2026-05-01"\ntime: "21:30:00"\nzone: "Europe/Helsinki"\n---\nWords',
         When(DAY, dt.time(21, 30), "Europe/Helsinki")),
        ("x.md", "# 2026-05-01\nWords", When(DAY)),
        ("x.md", "\n## Friday, May 1, 2026 at 9:30 PM\nWords", When(DAY, dt.time(21, 30))),
        ("x.md", "# 1 May 2026\nWords", When(DAY)),
        ("x.md", "# 1.5.2026, 21.30\nWords", When(DAY, dt.time(21, 30))),
    ],
)  # fmt: skip
def test_dates(name: str, text: str, when: When) -> None:
    """A date in front matter comes before that of the name, and that before one in a heading."""
    (one,) = taken(text, name)
    assert (one.when, one.text) == (when, "Words")


def test_front_matter() -> None:
    """Title, tags and star have their places; every other line stays with the text, so that nothing is lost."""
    matter = (
        "title: A slow evening\ntags: [calm, '#two words']\nmood: low\nlist:\n- one\nstarred: yes\ndate: 2026-05-01"
    )
    text = f"---\n{matter}\n---\n\n# Heading\n\nWords\n"
    (one,) = taken(text)
    assert (one.topic, one.tags) == ("A slow evening", ("calm", "two words", "starred"))
    assert one.text == "# Heading\n\nWords\n\nmood: low\nlist:\n- one"
    (listed,) = taken("---\ndate: 2026-05-01\ntags:\n  - one\n  - two\n---\nWords")
    assert (listed.tags, listed.text) == (("one", "two"), "Words")


def test_titles() -> None:
    """The first heading is the topic if it is short, else what the name of the file has beside the date."""
    assert taken("# A walk #\n\nWords", "2026-05-01.md")[0].topic == "A walk"
    assert taken("Words", "2026-05-01 - by the sea.md")[0].topic == "by the sea"
    long = "# " + "word " * 20
    (one,) = taken(f"{long}\nmore", "2026-05-01.md")
    assert (one.topic, one.text) == ("", f"{long}\nmore")
    (hostile,) = taken("# a\x1b[31m\u202eb\n\x00", "2026-05-01.md")
    assert (hostile.topic, hostile.text) == ("", "# a\x1b[31m\u202eb\n\x00")


def test_a_diary() -> None:
    """A file whose headings have dates is as many entries; headings of years and months go, code is no heading."""
    text = (
        "# 2026\n\n## May\n\n### 2026-05-01 21:30 One\nWords\n```\n# 2026-05-09 in code\n```\n\n"
        "### 2026-05-02 Two\n\nMore\n\n## June\n\n### 2026-06-01\n- last\n"
    )
    one, two, three = taken(text, "diary.md")
    assert (one.when, one.topic) == (When(DAY, dt.time(21, 30)), "One")
    assert one.text == "Words\n```\n# 2026-05-09 in code\n```"
    assert (two.topic, two.text) == ("Two", "More")
    assert (three.topic, three.text, three.when.date.month) == ("", "- last", 6)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("x.md", SECRET, "The file has no date"),
        ("x.md", f"{SECRET}\n\n# 2026-05-01\nWords", "Line 1 has no date"),
        ("x.md", f"# 2026-02-30\n{SECRET}", "The file has no date"),
    ],
)
def test_without_a_date(name: str, text: str, place: str) -> None:
    """What has no date is refused by its place, or gets the one that is named for it."""
    with pytest.raises(BadInput) as caught:
        taken(text, name)
    assert caught.value.message.startswith(place) and "--date" in caught.value.hint
    assert SECRET not in caught.value.message + caught.value.hint
    assert taken(text, name, Options(date=DAY))[0].when == When(DAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files of several kinds, a link out of it and a pipe."""
    notes = tmp_path / "notes"
    (notes / "2026" / "deeper").mkdir(parents=True)
    (notes / ".git").mkdir()
    (notes / ".git" / "2026-05-09.md").write_text("hidden")
    (notes / "2026-05-02.md").write_text("two")
    (notes / "2026" / "2026-05-01.md").write_text("one")
    (notes / "2026" / "deeper" / "2026-05-03.txt").write_text("three")
    (notes / "photo.jpg").write_bytes(b"\xff")
    (notes / "empty.md").touch()
    (tmp_path / "2026-05-08.md").write_text("outside")
    (notes / "2026-05-08.md").symlink_to(tmp_path / "2026-05-08.md")
    (notes / "out").symlink_to(tmp_path)
    os.mkfifo(notes / "2026-05-07.md")
    return notes


def test_a_folder(folder: Path) -> None:
    """Files in it and below come in; links aren't followed, and whatever stays out is counted."""
    form, found = read_folder(folder, None, Options())
    assert form is Format.MARKDOWN
    assert sorted(one.content.text for one in found.entries) == ["one", "three", "two"]
    assert found.left_out == {
        "links to other places": 2, "what is no ordinary file": 1, "other files": 1, "empty files": 1,
    }  # fmt: skip


def test_a_folder_with_a_file_without_a_date(folder: Path) -> None:
    """The place of an error is the path within the folder."""
    (folder / "2026" / "undated.md").write_text(SECRET)
    with pytest.raises(BadInput, match=r"^2026/undated\.md has no date") as caught:
        read_folder(folder, None, Options())
    assert SECRET not in caught.value.message
    (folder / "2026" / "undated.md").write_bytes(b"\xff\xff")
    with pytest.raises(BadInput, match=r"^2026/undated\.md is not text"):
        read_folder(folder, None, Options())


def test_folders_that_are_too_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many files, too many levels and too many bytes are refused."""
    monkeypatch.setattr(source, "MOST_FILES", 3)
    with pytest.raises(BadInput, match="too much in"):
        read_folder(folder, None, Options())
    monkeypatch.undo()
    monkeypatch.setattr("journal.transfer.incoming.markdown.MOST_BYTES", 5)
    with pytest.raises(BadInput, match="too much to be read"):
        read_folder(folder, None, Options())
    monkeypatch.undo()
    (folder / "/".join("d" * 20)).mkdir(parents=True)
    with pytest.raises(BadInput, match="too deep"):
        read_folder(folder, None, Options())


def test_a_journal_of_day_one_itself(tmp_path: Path) -> None:
    """The folder that Day One Classic keeps is no export; it says so."""
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries" / "A.doentry").touch()
    with pytest.raises(BadInput, match="Day One itself"):
        read_folder(tmp_path, None, Options())
