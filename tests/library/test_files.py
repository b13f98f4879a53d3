"""What happens with a file of the library that isn't as it should be."""

import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from journal.library import Library, library

PARTS = ("exercises", "safety", "times", "prompt_groups", "scaffolds", "support", "glossary", "words")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the library's files."""
    for file in resources.files("journal.library").iterdir():
        if file.name.endswith(".toml"):
            (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def changed(folder: Path, file: str, old: str, new: str) -> Library:
    """The library of a folder after one change in one file, which must be there to make."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return Library(folder)


def test_files_that_are_right_say_the_same_wherever_they_are(folder: Path) -> None:
    """A library is its files: a copy of them is the same library."""
    copy = Library(folder)
    assert all(getattr(copy, part) == getattr(library(), part) for part in PARTS)


@pytest.mark.parametrize(
    ("part", "file", "old", "new", "named"),
    [
        ("exercises", "exercises_education.toml", 'mode = "solo"', 'mode = "alone"', ["question-a-belief", "mode"]),
        ("exercises", "exercises_education.toml", "minutes = 20", "minutes = 0", ["read-and-note", "minutes"]),
        ("exercises", "exercises_education.toml", "minutes = 20", "minuets = 20", ["read-and-note", "minuets"]),
        ("exercises", "exercises_education.toml", "number = 22", "number = 21", ["watch-or-listen", "number"]),
        ("exercises", "exercises_education.toml", 'rate = ["usefulness"]', "rate = []", ["read-and-note", "rate"]),
        ("exercises", "exercises_education.toml", 'rate = ["usefulness"]', 'rate = ["joy"]', ["read-and-note", "rate"]),
        ("exercises", "exercises_education.toml", 'title = "Body scan"', 'title = " "', ["body-scan", "title"]),
        ("exercises", "exercises_education.toml", "exercises.body-scan", "exercises.hands-first", ["hands-first"]),
        ("exercises", "exercises_education.toml", "exercises.body-scan", 'exercises."Body scan"', ["key", "exercises"]),
        ("exercises", "exercises_education.toml", 'safety = ["S7"]', 'safety = ["S8"]', ["safety"]),
        ("exercises", "exercises_sensate_focus.toml", 'stages = ["1"]', 'stages = ["4"]', ["back-and-arms", "stages"]),
        ("safety", "safety.toml", "S7 =", "S8 =", ["notes"]),
        ("safety", "safety.toml", "S7 =", "# ", ["S7"]),
        ("times", "safety.toml", "times =", "time =", ["time"]),
        ("scaffolds", "prompts.toml", "sentences =", "sentence =", ["sentence"]),
        ("prompt_groups", "prompts.toml", 'name = "Before"', "name = 1", ["groups[0].name"]),
        ("support", "support.toml", "fear =", "fears =", ["fear"]),
        ("support", "support.toml", 'country = "UK"', 'region = "UK"', ["lines[2]", "region"]),
        ("glossary", "glossary.toml", '"Aid" =', '"" =', ["terms"]),
        ("glossary", "glossary.toml", "[terms]", "[terms", ["line 3"]),
        ("words", "words.toml", "chest =", '"Chest" =', ["terms"]),
        ("words", "words.toml", "chest =", '"" =', ["terms"]),
        ("words", "words.toml", "[terms]", "[words]", ["words"]),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_with_its_field(
    folder: Path, part: str, file: str, old: str, new: str, named: list[str]
) -> None:
    """A slip in a file is found when it is read, and the message says where to look."""
    broken = changed(folder, file, old, new)
    with pytest.raises(ValueError, match=file) as raised:
        getattr(broken, part)
    assert all(name in str(raised.value) for name in named)


def test_a_part_is_read_without_the_others(folder: Path) -> None:
    """Prompts can be offered though another file is wrong: only what is asked for is read."""
    broken = changed(folder, "support.toml", "fear =", "fears =")
    assert broken.prompt_groups == library().prompt_groups


def test_importing_reads_nothing() -> None:
    """The library can be imported at no cost: TOML is read when a text is asked for, and then once."""
    code = (
        "import tomllib\n"
        "read = []\n"
        "loads = tomllib.loads\n"
        "tomllib.loads = lambda text: (read.append(1), loads(text))[1]\n"
        "import journal.library.shelf\n"
        "from journal.library import library\n"
        "assert library() is library() and not read\n"
        "assert library().prompt_groups and library().scaffolds and library().prompt_groups\n"
        "assert len(read) == 1\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
