"""How much of a long export has been written."""

import io

import pytest

from journal.cli import output


class Screen(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("seconds", "shown"), [(0.1, False), (3.0, True)])
def test_shown_when_it_takes_long(monkeypatch: pytest.MonkeyPatch, seconds: float, shown: bool) -> None:
    """What takes longer than a second shows its size on the terminal, and takes that away at the end."""
    screen = Screen()
    ticks = iter(number * seconds for number in range(100))
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("time.monotonic", lambda: next(ticks))
    progress = output.Progress()
    for _ in range(3):
        progress.add(2_500_000)
    progress.end()
    assert ("Writing: 5.0 MB" in screen.getvalue()) == shown
    assert screen.getvalue().endswith("\r\x1b[K") == shown
