"""What the doctor sees around a journal without its passphrase."""

import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from journal.doctor import surroundings as looked_at
from journal.doctor.carried import carried_by
from journal.doctor.finding import Finding, Level
from journal.doctor.surroundings import surroundings
from journal.doctor.swap import swap
from tests.journals import new_vault


@pytest.fixture
def journal(path: Path) -> Path:
    """A journal in a private folder."""
    new_vault(path).close()
    return path


def _of(journal: Path, about: str) -> list[Finding]:
    return [finding for finding in surroundings(journal) if finding.about == about]


def _levels(journal: Path, about: str) -> list[Level]:
    return [finding.level for finding in _of(journal, about)]


def test_nothing_to_do(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A private file in a private folder has nothing to act on, and looking changes nothing."""
    monkeypatch.chdir(journal.parent)
    before = (journal.read_bytes(), journal.stat().st_mtime_ns, list(journal.parent.iterdir()))
    found = {finding.about: finding.level for finding in surroundings(journal)}
    assert {about: found[about] for about in ("permissions", "synced folder", "room on the disk", "leftovers")} == {
        "permissions": Level.GOOD,
        "synced folder": Level.GOOD,
        "room on the disk": Level.GOOD,
        "leftovers": Level.GOOD,
    }
    assert {"swap", "memory"} <= found.keys()
    assert (journal.read_bytes(), journal.stat().st_mtime_ns, list(journal.parent.iterdir())) == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660])
def test_a_file_that_others_may_use(journal: Path, mode: int) -> None:
    """Any right of another account is to be taken away, and the command for it does that."""
    journal.chmod(mode)
    (finding,) = _of(journal, "permissions")
    assert finding.level is Level.BAD
    assert f"chmod 600 {journal}" in finding.advice


@pytest.mark.parametrize(("mode", "level"), [(0o755, Level.LOOK), (0o777, Level.BAD), (0o1777, Level.LOOK)])
def test_a_folder_that_others_may_use(journal: Path, mode: int, level: Level) -> None:
    """A folder that others may read is to be looked at, and one in which they may replace the file acted on."""
    journal.parent.chmod(mode)
    (finding,) = _of(journal, "permissions")
    assert (finding.level, "chmod 700" in finding.advice) == (level, True)


def test_a_folder_above(journal: Path) -> None:
    """A folder above that others may write to is named."""
    journal.parent.parent.chmod(0o777)
    (finding,) = _of(journal, "permissions")
    assert (finding.level, f"chmod go-w {journal.parent.parent}" in finding.advice) == (Level.LOOK, True)


def test_another_name(journal: Path, tmp_path: Path) -> None:
    """A hard link keeps everything when the journal is destroyed."""
    os.link(journal, tmp_path / "second")
    (finding,) = _of(journal, "other names")
    assert (finding.level, "-samefile" in finding.advice) == (Level.LOOK, True)


def test_leftovers(journal: Path) -> None:
    """An unfinished file is encrypted and goes by itself; a part of an export may be in clear."""
    journal.with_name(f".{journal.name}.new-00aa").touch()
    assert _levels(journal, "leftovers") == [Level.LOOK]
    part = Path.home() / ".journal-0123456789abcdef.part"
    part.touch()
    other = Path.home() / ".journal-not-ours.part"
    other.touch()
    assert _levels(journal, "leftovers") == [Level.LOOK, Level.BAD]
    assert f"rm -r {part}" in _of(journal, "leftovers")[1].advice
    assert other.name not in _of(journal, "leftovers")[1].advice


def test_little_room(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said when a change of passphrase would not fit."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage(10**6, 10**6, 1000))
    assert _levels(journal, "room on the disk") == [Level.LOOK]


@pytest.mark.parametrize(
    ("made", "program"),
    [
        ("Dropbox/home", "Dropbox"),
        ("OneDrive - Someone/home", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/GoogleDrive-x", "Google Drive"),
        ("plain/.stfolder", "Syncthing"),
        ("plain/.dropbox.cache", "Dropbox"),
        ("plain/.sync_0a1b.db", "Nextcloud"),
        ("dropboxes", ""),
        ("MEGA", "MEGA"),
        ("mega-thesis", ""),
        ("plain", ""),
    ],
)
def test_folders_that_are_carried(tmp_path: Path, made: str, program: str) -> None:
    """They are known by their names or by what the programs leave in them, in the folder or above it."""
    (tmp_path / made).mkdir(parents=True)
    folder = tmp_path / made / "deep" if "." not in Path(made).name else tmp_path / "plain" / "deep"
    folder.mkdir(parents=True, exist_ok=True)
    assert carried_by(folder) == program


def test_a_carried_journal(journal: Path) -> None:
    """The finding says by what, and points to the backups and to joining copies."""
    (journal.parent / ".stfolder").mkdir()
    (finding,) = _of(journal, "synced folder")
    assert finding.level is Level.LOOK
    assert ("Syncthing" in finding.found, "backups" in finding.advice, "journal merge" in finding.advice) == (
        (True,) * 3
    )


def _swaps(folder: Path, *areas: str) -> Path:
    table = folder / "swaps"
    table.write_text("Filename Type Size Used Priority\n" + "".join(f"{area} file 100 0 -2\n" for area in areas))
    return table


def test_swap_in_clear(tmp_path: Path) -> None:
    """An area that isn't encrypted is named, with what to do."""
    area = tmp_path / "swap file"
    area.touch()
    table, number = _swaps(tmp_path, str(area).replace(" ", "\\040")), area.stat().st_dev
    found = swap(table, tmp_path / "devices")
    assert (found.level, str(area) in found.found) == (Level.UNKNOWN, True)  # as on Btrfs
    (tmp_path / "devices" / f"{os.major(number)}:{os.minor(number)}").mkdir(parents=True)
    found = swap(table, tmp_path / "devices")
    assert (found.level, str(area) in found.found, bool(found.advice)) == (Level.LOOK, True, True)


def test_swap_with_a_name_of_bytes(tmp_path: Path) -> None:
    """It is told of with a mark for what can't be shown."""
    table = _swaps(tmp_path)
    table.write_bytes(table.read_bytes() + b"/sw\xffap file 100 0 -2\n")
    found = swap(table, tmp_path)
    assert (found.level, "/sw\ufffdap" in found.found) == (Level.UNKNOWN, True)


def test_swap_that_is_encrypted(tmp_path: Path) -> None:
    """A file on a mapping that is encrypted, or on one that lies on such a mapping, is as it should be; so is zram."""
    area = tmp_path / "swapfile"
    area.touch()
    number = area.stat().st_dev
    device = tmp_path / "devices" / f"{os.major(number)}:{os.minor(number)}"
    below = device / "slaves" / "dm-0"
    (below / "dm").mkdir(parents=True)
    (below / "dm" / "uuid").write_text("CRYPT-LUKS2-0123\n")
    assert swap(_swaps(tmp_path, str(area), "/dev/zram0"), tmp_path / "devices").level is Level.GOOD
    (below / "dm" / "uuid").write_text("LVM-0123\n")
    assert swap(_swaps(tmp_path, str(area)), tmp_path / "devices").level is Level.LOOK


def test_no_swap(tmp_path: Path) -> None:
    """A machine without swap writes no memory to a disk; one that doesn't tell is said to be unknown."""
    assert swap(_swaps(tmp_path), tmp_path).level is Level.GOOD
    assert swap(tmp_path / "none", tmp_path).level is Level.UNKNOWN


def test_a_platform_without_protection(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each protection that is missing here is a finding of its own."""
    monkeypatch.setattr(looked_at, "missing", lambda: ("This one.", "That one."))
    assert [finding.found for finding in _of(journal, "memory")] == ["This one.", "That one."]


def test_a_folder_that_cannot_be_looked_at(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is said, and the rest is looked at all the same."""

    def refuse(path: Path) -> tuple[Path, ...]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(looked_at, "leftovers", refuse)
    (finding,) = _of(journal, "leftovers")
    assert (finding.level, "permission denied" in finding.found) == (Level.UNKNOWN, True)
    assert _of(journal, "swap")
