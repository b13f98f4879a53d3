"""The program under strace, and what it then did: every file it opened to write, every write, every program it ran.

`python -m tests.e2e.tracing ARGS` runs the program with these arguments; TESTS_TRACE in its environment names the file
that strace writes to. The program itself doesn't see that variable.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TRACE = "TESTS_TRACE"
_CALLS = (
    "execve,execveat,open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,memfd_create,"
    "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendfile,copy_file_range,splice"
)
_PROGRAM = ("-m", "tests.program")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)$", re.DOTALL)
_TO = re.compile(r"^-?\d+<((?:\\x[0-9a-f]{2})*)>")
_RETURNED = re.compile(r"= \d+<((?:\\x[0-9a-f]{2})*)>")
_FOR_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE")


@dataclass(frozen=True)
class Call:
    """One call of the system: its name, what it was given as text, and the file it wrote to, or ""."""

    name: str
    strings: tuple[bytes, ...]
    to: str
    rest: str

    @property
    def changes_files(self) -> bool:
        """Whether it makes, names or writes a file."""
        return not self.name.startswith(("open", "execve")) or bool(_FOR_WRITING.search(self.rest))


def calls(trace: Path) -> Iterator[Call]:
    """Everything that a traced program did, in order."""
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            found = _LINE.match(line)
            if found:
                name, rest = found[2], found[3]
                target = _TO.match(rest) or _RETURNED.search(rest)
                yield Call(name, tuple(_bytes(text) for text in _STRING.findall(rest)), _text(target), rest)


def command(trace: Path, *program: str) -> list[str]:
    """The program under strace, to be run with arguments of its own; or another one."""
    strace = shutil.which("strace")
    assert strace, "strace is not on PATH"
    options = ["-f", "--seccomp-bpf", "-qq", "-v", "-y", "-xx", "-s", str(2**24), "-E", TRACE, "-o", str(trace)]
    return [strace, *options, "-e", f"trace={_CALLS}", sys.executable, "-B", *(program or _PROGRAM)]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace(r"\x", ""))


def _text(found: re.Match[str] | None) -> str:
    return os.fsdecode(_bytes(found[1])) if found else ""


if __name__ == "__main__":
    words = command(Path(os.environ[TRACE]))
    os.execv(words[0], [*words, *sys.argv[1:]])
