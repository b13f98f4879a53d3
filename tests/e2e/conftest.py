"""Terminals that are closed when a test ends."""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.terminal import Terminal


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Opens the program in a pseudo-terminal: `terminal("--file", path)`."""
    opened: list[Terminal] = []

    def open_terminal(
        *arguments: object,
        columns: int = 80,
        rows: int = 24,
        env: dict[str, str] | None = None,
        program: str = "tests.program",
        command: str = "",
    ) -> Terminal:
        words = [str(argument) for argument in arguments]
        opened.append(Terminal(words, columns=columns, rows=rows, env=env, program=program, command=command))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.end()
