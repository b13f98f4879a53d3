"""Hardening of the process; each time in a process of its own, since it can't be undone."""

import json
import os
import re
import subprocess
import sys

import pytest

from journal.safety.process import failure

_HARDENED = "import os, sys, threading\nfrom journal.safety.process import harden\nharden()\n"
MARKER = "kjzqmarker"


def _run(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)


def test_no_core_dump() -> None:
    """The limit for core dumps is zero and can't be raised again."""
    done = _run(_HARDENED + "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))")
    assert done.stdout == "(0, 0)\n"


if sys.platform == "linux":

    def test_not_dumpable() -> None:
        """The kernel is told that this process must not be dumped."""
        done = _run(_HARDENED + "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))")
        assert done.stdout == "0\n"

    def test_no_other_process_of_the_same_user_reads_the_memory() -> None:
        """A second process of the same user, not root, can read the memory before hardening and can't after it."""
        done = _run(
            """
import ctypes, os, sys
from journal.safety.process import harden

def second_process_reads(pid):
    reader = os.fork()
    if reader == 0:
        try:
            os.close(os.open(f"/proc/{pid}/environ", os.O_RDONLY))
            os.close(os.open(f"/proc/{pid}/mem", os.O_RDONLY))
        except PermissionError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1]) == 0

if os.getuid() == 0:
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # a change of user makes a process unreadable by itself
ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)  # where Yama limits tracing to children, lift that limit
before = second_process_reads(os.getpid())
harden()
print(before, second_process_reads(os.getpid()))
"""
        )
        assert (done.stdout, done.stderr) == ("True False\n", "")


def test_new_files_are_private() -> None:
    """Whatever the umask was, what is made from here on belongs to this user alone."""
    done = _run("import os\nos.umask(0)\n" + _HARDENED + "print(oct(os.umask(0)))")
    assert done.stdout == "0o77\n"


def test_textual_variables_are_gone() -> None:
    """Variables that make Textual record keys or open a connection are removed, and no others."""
    environment = {"TEXTUAL": "devtools", "TEXTUAL_LOG": "/tmp/x", "TEXTUAL_SCREENSHOT": "1", "NO_COLOR": "1"}
    done = _run(_HARDENED + "print(sorted(n for n in os.environ if 'TEXTUAL' in n or n == 'NO_COLOR'))", **environment)
    assert done.stdout == "['NO_COLOR']\n"


@pytest.mark.parametrize(
    ("program", "place"),
    [
        (f"raise ValueError('{MARKER}')", "ValueError at __main__:4"),
        (f"{MARKER} = 1\n{{}}['{MARKER}']", "KeyError at __main__:5"),
        (
            f"def work():\n    raise ValueError('{MARKER}')\n"
            "one = threading.Thread(target=work)\none.start()\none.join()",
            "ValueError at __main__:5",
        ),
        (
            f"class Thing:\n    def __del__(self):\n        raise ValueError('{MARKER}')\nThing()",
            "ValueError at __main__:6",
        ),
        (
            f"try:\n    {{}}['{MARKER}']\nexcept KeyError:\n    raise RuntimeError('{MARKER}')",
            "RuntimeError at __main__:7",
        ),
        (
            f"from journal.model.rating import Scale\nScale('{MARKER}', '', 1, None).anchor(0)",
            "TypeError at journal.model.rating:",
        ),
    ],
)
def test_a_fault_of_the_program_shows_no_text(program: str, place: str) -> None:
    """An error that nobody caught is reported by type and place, in threads too, and never by its message."""
    done = _run(_HARDENED + program)
    assert done.stderr.startswith("journal: error: The program met a fault of its own (")
    assert place in done.stderr
    assert MARKER not in done.stderr + done.stdout
    assert done.stderr.count("\n") == 1


def test_the_place_of_a_fault_is_the_last_one_in_our_code() -> None:
    """An error that a library raised for us is placed where we called it."""
    from journal.model.codec import to_json

    try:
        to_json({MARKER: object()})
    except TypeError as error:
        assert failure(error).startswith("TypeError at journal.model.codec:")
        assert MARKER not in failure(error)
    else:
        pytest.fail("an object can't be written as JSON")


def test_the_place_of_a_fault_names_the_library_it_came_from() -> None:
    """Beside our own last line stands the last of all: what a library asked of a library went through ours."""
    try:
        exec("\ncall()", {"__name__": "journal.example", "call": lambda: json.loads(MARKER)})
    except ValueError as error:
        assert re.fullmatch(r"JSONDecodeError at journal\.example:2 in json\.decoder:\d+", failure(error))
    else:
        pytest.fail("that isn't JSON")
