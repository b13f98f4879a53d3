"""Conversations that end with their test, and a journal that is there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal.vault.vault import Vault
from tests.cli.running import Talk
from tests.conftest import PASSPHRASE
from tests.e2e.conftest import terminal
from tests.journals import new_vault

__all__ = ["made", "reopened", "talk", "terminal"]


@pytest.fixture
def talk() -> Iterator[Callable[..., Talk]]:
    """Starts the program in a pseudo-terminal: `talk("--file", path, "list")`."""
    started: list[Talk] = []

    def start(*arguments: object, env: dict[str, str] | None = None, columns: int = 100) -> Talk:
        started.append(Talk(*arguments, env=env, columns=columns))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def made(path: Path) -> Path:
    """An empty journal, closed."""
    new_vault(path).close()
    return path


@pytest.fixture
def reopened(path: Path) -> Iterator[Callable[[], Vault]]:
    """Opens the journal in the test's own process, to see what is in it."""
    opened: list[Vault] = []

    def reopen() -> Vault:
        opened.append(Vault.open(path, PASSPHRASE))
        return opened[-1]

    yield reopen
    for vault in opened:
        vault.close()
