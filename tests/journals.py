"""New journals for tests, in less time than it takes to create one: each is a copy of one that was created."""

import functools
import tempfile
from pathlib import Path

from journal.vault.vault import Clock, Vault, utc_now

PASSPHRASE = "quiet lantern by the harbour"


@functools.cache
def _created() -> bytes:
    """A journal of this process, as a file; creating it makes every table anew, which is what takes the time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        Vault.create(path, PASSPHRASE).close()
        return path.read_bytes()


def new_vault(path: Path, *, clock: Clock = utc_now) -> Vault:
    """An empty journal at a place where nothing is, open. What creating itself does, `Vault.create` has to show."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(_created())
    return Vault.open(path, PASSPHRASE, clock=clock)
