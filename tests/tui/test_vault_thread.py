"""The thread that owns the vault."""

import asyncio
import threading
from pathlib import Path

import pytest

from journal.errors import JournalError, WrongPassphrase
from journal.model.dates import When
from journal.model.entry import EntryContent, Reflection
from journal.tui.vault_thread import VaultThread
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.stopping import Stopped
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE

CONTENT = EntryContent(when=When(NOW.date()), details=Reflection(), text="a line")


async def opened(path: Path) -> VaultThread:
    """A thread with a new journal open in it."""
    thread = VaultThread(lambda: NOW)
    await thread.create(path, PASSPHRASE)
    return thread


async def test_everything_runs_on_one_thread_that_is_not_ours(path: Path) -> None:
    """Reads and writes run on the thread that opened the connection, which SQLite insists on."""
    thread = await opened(path)
    ran = {await thread.read(lambda _: threading.get_ident()), await thread.write(lambda _: threading.get_ident())}
    await thread.close()
    assert len(ran) == 1 and threading.get_ident() not in ran


async def test_a_write_goes_on_when_nobody_waits_for_it(path: Path) -> None:
    """Cancelling the one who waits for a write doesn't stop it, and closing waits until it is committed."""
    thread = await opened(path)
    go = threading.Event()

    def slow(vault: Vault) -> None:
        go.wait()
        vault.entries.add(CONTENT)

    waiting = asyncio.create_task(thread.write(slow))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    closing = asyncio.create_task(thread.close())
    go.set()
    await closing
    vault = Vault.open(path, PASSPHRASE)
    assert vault.entries.count() == 1
    vault.close()


async def test_errors_of_the_vault_reach_the_one_who_asked(path: Path) -> None:
    """What the vault raises is raised where the job was awaited, and the thread goes on."""
    thread = await opened(path)
    await thread.close()
    again = VaultThread(lambda: NOW)
    with pytest.raises(WrongPassphrase):
        await again.open(path, "something else")
    assert not again.is_open
    await again.open(path, PASSPHRASE)
    assert await again.read(lambda vault: vault.entries.count()) == 0
    await again.close()


async def test_a_read_is_of_one_moment(path: Path) -> None:
    """Nothing is committed by another program between the first read of a job and its end."""
    thread = await opened(path)

    def job(vault: Vault) -> tuple[int, int, int]:
        before = vault.entries.count()
        other = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
        other.run("PRAGMA busy_timeout = 0")  # it doesn't wait
        with pytest.raises(JournalError) as problem:
            other.run("DELETE FROM setting")
        other.close()
        return before, vault.entries.count(), problem.value.exit_code

    assert await thread.read(job) == (0, 0, 11)
    assert await thread.write(lambda vault: vault.entries.add(CONTENT).version) == 1
    await thread.close()


async def test_what_takes_long_is_stopped(path: Path) -> None:
    """Whoever leaves has a merge, a backup or a change of passphrase undone, and every other write is waited for."""
    thread = await opened(path)
    begun = threading.Event()

    def long(vault: Vault) -> None:
        with vault.atomic():
            vault.entries.add(CONTENT)
            begun.set()
            while True:
                vault.entries.count()

    stopped = asyncio.create_task(thread.at_length(long))
    kept = asyncio.create_task(thread.write(lambda vault: vault.entries.add(CONTENT)))
    await asyncio.to_thread(begun.wait)
    await thread.hurry()
    with pytest.raises(Stopped):
        await stopped
    await kept
    with pytest.raises(Stopped):
        await thread.at_length(long)  # nor is anything like it begun
    thread.stay()
    assert await thread.at_length(lambda vault: vault.entries.count()) == 1
    await thread.close()
