"""Hardening of the process; each time in a process of its own, since it can't be undone."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from journal.safety.process import TELLING, failure
from tests.conftest import ROOT

_HARDENED = "import os, sys, threading\nfrom journal.safety.process import harden\nharden()\n"
MARKER = "kjzqmarker"


def _run(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ours | environment)


def test_no_core_dump() -> None:
    """The limit for core dumps is zero and can't be raised again."""
    done = _run(_HARDENED + "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))")
    assert done.stdout == "(0, 0)\n"


_DIES = "import os, signal; os.chdir(sys.argv[1]); os.kill(os.getpid(), signal.SIGSEGV)"


def _crashed(program: str, folder: Path) -> tuple[bool, bool]:
    """Whether the system says that it dumped core, and whether anything is there of it."""

    def allow_core() -> None:
        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))

    folder.mkdir()
    pid = os.fork()
    if not pid:
        allow_core()
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        os.execv(sys.executable, [sys.executable, "-c", program, str(folder)])
    _, status = os.waitpid(pid, 0)
    assert os.WTERMSIG(status) == signal.SIGSEGV
    return os.WCOREDUMP(status), any(folder.iterdir())


def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    """A hardened process that dies of SIGSEGV is not dumped, where one that isn't hardened is, if the system dumps."""
    assert _crashed(_HARDENED + _DIES, tmp_path / "hardened") == (False, False)
    dumps, _ = _crashed("import sys; " + _DIES, tmp_path / "not hardened")
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    pattern = Path("/proc/sys/kernel/core_pattern")
    assert dumps or most == 0 or not pattern.exists() or not pattern.read_text().strip()


def test_nothing_is_missing_where_all_is_there() -> None:
    """On Linux a hardened process lacks nothing; one that isn't hardened says in whole sentences what it lacks."""
    assert _run(_HARDENED + "from journal.safety.process import missing; print(missing())").stdout == "()\n"
    said = _run("from journal.safety.process import missing; print(*missing(), sep='\\n')").stdout.splitlines()
    assert len(said) == 2 and all(re.fullmatch(r"[A-Z][^.]+\.", sentence) for sentence in said)


def test_a_platform_without_any_of_it_says_so() -> None:
    """Where neither limits, signals nor clocks are there, each has its sentence, and the rest is done all the same."""
    bare = """
import ctypes, os, signal, sys, threading, time
sys.platform = "win32"
os.name = "nt"
del signal.SIGTSTP, time.CLOCK_BOOTTIME
from journal.safety.process import harden, missing
harden()
print(len(missing()))
"""
    assert _run(bare).stdout == "5\n"


@pytest.mark.parametrize("name", TELLING)
def test_no_variable_makes_python_tell(name: str) -> None:
    """Each is gone, and what it did is undone, for the program began again without it; others stay."""
    told = _run(
        _HARDENED + "import asyncio, faulthandler, tracemalloc\n"
        "loop = asyncio.new_event_loop()\n"
        "print(sys.flags.dev_mode, sys.flags.inspect, sys.flags.verbose, sys.warnoptions, loop.get_debug(), "
        "faulthandler.is_enabled(), tracemalloc.is_tracing(), [n for n in os.environ if n.startswith('PYTHON')])",
        **{name: "malloc" if name == "PYTHONMALLOC" else "1", "PYTHONPATH": str(ROOT)},
    )
    assert told.stdout == "False 0 0 [] False False False ['PYTHONPATH']\n"


if sys.platform == "linux":

    def test_not_dumpable() -> None:
        """The kernel is told that this process must not be dumped."""
        done = _run(_HARDENED + "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))")
        assert done.stdout == "0\n"

    def test_no_debugger_of_the_same_user() -> None:
        """A second process of the same user, not root, can be its debugger before hardening and can't after it."""
        done = _run(
            """
import ctypes, os
from journal.safety.process import harden

def attaches(pid):
    debugger = os.fork()
    if debugger == 0:
        attached = ctypes.CDLL(None).ptrace(0x4206, pid, 0, 0) == 0  # which doesn't stop it, as the older way does
        os._exit(0 if attached else 1)
    return os.waitstatus_to_exitcode(os.waitpid(debugger, 0)[1]) == 0

if os.getuid() == 0:
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)
before = attaches(os.getpid())
harden()
print(before, attaches(os.getpid()))
"""
        )
        assert (done.stdout, done.stderr) == ("True False\n", "")

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
