"""The one thread that owns the vault."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from journal.vault.key import Key
from journal.vault.stopping import Stopped, stoppable
from journal.vault.vault import Clock, Vault

T = TypeVar("T")


class VaultThread:
    """A vault that is opened, used and closed on a thread of its own, in the order it was asked.

    `read` and `write` raise what the vault raises. A read that nobody awaits any more is forgotten; a write goes on to
    its end whoever stops waiting for it, and `close` waits for all of them. Asking after that cancels the one who asks.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")
        self._leaving = threading.Event()
        self._writes: set[asyncio.Task[Any]] = set()
        self._vault: Vault | None = None

    @property
    def is_open(self) -> bool:
        """Whether a journal is open."""
        return self._vault is not None

    async def create(self, path: Path, passphrase: str) -> None:
        """Makes a new journal and opens it; raises what Vault.create raises."""
        self._vault = await self._run(lambda: Vault.create(path, passphrase, clock=self._clock))

    async def open(self, path: Path, passphrase: str) -> None:
        """Opens a journal; raises what Vault.open raises."""
        self._vault = await self._run(lambda: Vault.open(path, passphrase, clock=self._clock))

    async def recover(self, path: Path, key: Key, passphrase: str) -> None:
        """Opens a journal with the key of its recovery sheet and sets a new passphrase; raises what either raises."""

        def job() -> Vault:
            with stoppable(self._leaving.is_set):
                vault = Vault.open_with_key(path, key, clock=self._clock)
                try:
                    vault.change_passphrase(key, passphrase)
                except BaseException:
                    vault.close()
                    raise
            return vault

        self._vault = await self._to_the_end(job)

    async def read(self, job: Callable[[Vault], T]) -> T:
        """Runs a job that changes nothing and returns its result. All that it reads is of one moment."""
        vault = self._opened()

        def in_one_moment() -> T:
            with vault.snapshot():
                return job(vault)

        return await self._run(in_one_moment)

    async def write(self, job: Callable[[Vault], T]) -> T:
        """Runs a job that changes something. When this returns, all of it is committed; where it raises, nothing is."""
        vault = self._opened()

        def in_one_step() -> T:
            with vault.atomic():
                return job(vault)

        return await self._to_the_end(in_one_step)

    async def by_itself(self, job: Callable[[Vault], T]) -> T:
        """Runs a job that makes its own steps, such as one that wants the journal for itself alone."""
        vault = self._opened()
        return await self._to_the_end(lambda: job(vault))

    async def at_length(self, job: Callable[[Vault], T]) -> T:
        """The same for a job that may take long and is undone where `hurry` stops it; raises Stopped then."""
        vault = self._opened()
        if self._leaving.is_set():
            raise Stopped

        def until_stopped() -> T:
            with stoppable(self._leaving.is_set):
                return job(vault)

        return await self._to_the_end(until_stopped)

    async def hurry(self) -> None:
        """Stops what may take long, now and from now on, and waits for every write that was asked for."""
        self._leaving.set()
        await self._every_write()

    def stay(self) -> None:
        """Takes up again what may take long: nobody leaves after all."""
        self._leaving.clear()

    async def follow(self) -> None:
        """Goes on with a copy of the journal that has taken its place; see `Vault.follow`."""
        if self._vault is not None:
            await self.by_itself(Vault.follow)

    async def _to_the_end(self, job: Callable[[], T]) -> T:
        task = asyncio.create_task(self._run(job))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Stops what may take long, waits for every write, then closes the journal."""
        await self.hurry()
        if self._vault is not None:
            vault, self._vault = self._vault, None
            await self._run(vault.close)
        self._executor.shutdown(wait=False)

    async def _every_write(self) -> None:
        while self._writes:
            await asyncio.gather(*self._writes, return_exceptions=True)

    def _opened(self) -> Vault:
        if self._vault is None:
            # The journal was closed, so whoever asks is being taken down with the app.
            raise asyncio.CancelledError
        return self._vault

    async def _run(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, job)
