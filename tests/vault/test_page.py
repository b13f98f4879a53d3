"""Pages as they lie on the disk, looked at without SQLCipher."""

from pathlib import Path

from journal.vault.page import PAGE_BYTES, find_damaged
from journal.vault.vault import Vault


def test_the_page_of_the_locks(vault: Vault, path: Path, tmp_path: Path) -> None:
    """SQLite leaves the page at 1 GiB empty for its locks, so in a large file nothing is missing there."""
    large = tmp_path / "large"
    large.write_bytes(path.read_bytes())
    with large.open("r+b") as file:
        file.truncate((1 << 30) + 2 * PAGE_BYTES)
    at = (1 << 30) // PAGE_BYTES + 1
    with large.open("rb") as file:
        assert list(find_damaged(file, (1, at - 1, at, at + 1), vault.key)) == [at - 1, at + 1]
