"""Changing the passphrase in the command line, interrupted at a bad moment: what holds from then on is said."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.cli import secrets_change
from journal.cli.interrupts import Interrupted
from journal.cli.secrets_change import set_new
from journal.vault import copying, files, rotate
from journal.vault.rotate import SHEET_IS_VOID
from tests.conftest import PASSPHRASE
from tests.journals import new_vault
from tests.vault.test_rotate import opens

NEW = "nine grey stones under the pier"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("where", "name", "changed"),
    [(rotate, "require_room", False), (copying, "check", False), (files, "synchronise", True),
     (secrets_change, "still_open", True)],
)  # fmt: skip
def test_it_is_said_whether_it_was_changed(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    where: object,
    name: str,
    changed: bool,
    number: signal.Signals,
) -> None:
    """A signal at the start, in the midst, as the new file takes its place, and right after: never a doubt."""
    call: Callable[..., object] = getattr(where, name)

    def interrupted(*given: object) -> object:
        made = call(*given)
        signal.raise_signal(number)
        return made

    monkeypatch.setattr(where, name, interrupted)
    vault = new_vault(path)
    with pytest.raises(Interrupted) as ended:
        set_new(vault, PASSPHRASE, NEW)
    vault.close()
    assert ended.value.exit_code == 128 + number
    said = capsys.readouterr().err
    assert ("The passphrase is changed" in said) is changed and (SHEET_IS_VOID in said) is changed
    assert opens(path, PASSPHRASE, NEW) == [NEW if changed else PASSPHRASE]
    assert {file.name for file in path.parent.iterdir()} == {path.name}
