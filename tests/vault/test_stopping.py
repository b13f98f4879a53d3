"""Long work on a journal that is stopped before its end: nothing of it stays, and nothing is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.vault.backup.making import create
from journal.vault.backup.places import backups_of
from journal.vault.backup.rehearsing import rehearse
from journal.vault.backup.restoring import restore_over
from journal.vault.merge.merging import merge
from journal.vault.stopping import Stopped, look, stoppable
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.making import made

NEW = "another one of several words"


def after(looks: int) -> Callable[[], bool]:
    """Says that it is to stop after so many looks."""
    left = iter(range(looks))
    return lambda: next(left, None) is None


def _merge(vault: Vault) -> None:
    merge(vault, vault.path.with_name("other.db"))


def _change(vault: Vault) -> None:
    vault.change_passphrase(PASSPHRASE, NEW)


def _back_up(vault: Vault) -> None:
    create(vault)


def _restore(vault: Vault) -> None:
    backup = backups_of(vault.path)[0]
    restore_over(vault, rehearse(backup.place, vault.key, near=vault.path))


def _verify(vault: Vault) -> None:
    rehearse(backups_of(vault.path)[0].place, vault.key, near=vault.path)


@pytest.mark.parametrize("job", [_merge, _change, _back_up, _restore, _verify])
def test_stopped_at_any_look(path: Path, job: Callable[[Vault], None]) -> None:
    """Wherever it is stopped, the journal is byte for byte as it was and nothing lies beside it."""
    vault = new_vault(path)
    vault.entries.add(made("one"))
    create(vault)
    shutil.copy(path, path.with_name("other.db"))
    vault.entries.add(made("two"))
    vault.close()
    content, beside = path.read_bytes(), sorted(path.parent.rglob("*"))
    looks = done = 0
    while not done:
        vault = Vault.open(path, PASSPHRASE)
        with stoppable(after(looks)):
            try:
                job(vault)
                done = 1
            except Stopped:
                assert (path.read_bytes(), sorted(path.parent.rglob("*"))) == (content, beside)
        vault.close()
        looks = looks * 2 + 1
    assert looks > 8


def test_a_long_statement(vault: Vault) -> None:
    """It is stopped in its midst, and the connection goes on."""
    looks = iter([False, True])
    with stoppable(lambda: next(looks, True)), pytest.raises(Stopped):
        vault._connection.rows(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e9) SELECT max(i) FROM n"
        )
    assert vault.entries.count() == 0


def test_blocks_within_blocks() -> None:
    """The outer one stops what is in the inner one, and nothing is stopped after either."""
    with stoppable(lambda: True), stoppable(lambda: False), pytest.raises(Stopped):
        look()
    look()
