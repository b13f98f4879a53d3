"""What a command loads, seen in a process of its own."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT


def loaded_by(*arguments: str) -> set[str]:
    """The modules that are loaded when the program has run with these arguments."""
    code = (
        "import sys\n"
        "from journal.__main__ import main\n"
        f"sys.argv = ['journal', *{list(arguments)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write('\\n'.join(['', 'LOADED', *sys.modules]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.partition("\nLOADED\n")[2].splitlines())


def test_the_version_loads_next_to_nothing() -> None:
    """`journal --version` answers without Typer, Rich, SQLCipher or Textual."""
    loaded = loaded_by("--version")
    assert "journal" in loaded
    assert not loaded & {"typer", "rich", "sqlcipher3", "textual", "argon2", "msgspec", "platformdirs"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "summary"), ("export", "data"), ("list",), ("show", "0000"), ("search", "word"), ("log", "reflection"),
        ("--help",),
    ],
)  # fmt: skip
def test_no_command_but_the_app_loads_textual(arguments: tuple[str, ...]) -> None:
    """Exports, lists and questions run without Textual, and none of them loads what another one needs."""
    loaded = loaded_by("--file", "/nowhere/journal.db", *arguments)
    assert "typer" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("textual", "zxcvbn", "mnemonic", "jinja2")}
