"""The real program in a process of its own: without a terminal, or in a conversation on one."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect

from tests.cli.starter import starter
from tests.conftest import PASSPHRASE, PROGRAM
from tests.ending import end_all_of

PATIENCE = 120.0  # seconds until a wait is given up; nothing is measured by it


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code, the bytes on standard output, and the text on standard error."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode("utf-8")


def run(
    *arguments: object,
    stdin: bytes = b"",
    passphrase: str | None = PASSPHRASE,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    program: list[str] | None = None,
    before: Callable[[], None] | None = None,
    inherited: tuple[int, ...] = (),
) -> Ended:
    """Runs the program away from any terminal; the passphrase comes through a descriptor, unless it is None.

    It is forked from one that is imported already, except where something has to be said before Python starts. It has
    the `inherited` descriptors too, which are closed here.
    """
    words = [str(argument) for argument in arguments]
    descriptors: tuple[int, ...] = inherited
    if passphrase is not None:
        reading, writing = os.pipe()
        os.write(writing, f"{passphrase}\n".encode())
        os.close(writing)
        descriptors, words = (reading, *inherited), ["--passphrase-fd", str(reading), *words]
    environment = {**os.environ, **(env or {})}
    try:
        if program or before or any(name.startswith(("PYTHON", "LC_", "LANG")) for name in env or {}):
            code, out, err = _run_from_the_start(
                [*(program or PROGRAM), *words], stdin, descriptors, environment, cwd, before
            )
        else:
            code, out, err = starter().run(words, stdin, descriptors, environment, cwd, PATIENCE)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    return Ended(code, out, err.decode("utf-8"))


def _run_from_the_start(
    words: list[str],
    stdin: bytes,
    descriptors: tuple[int, ...],
    env: dict[str, str],
    cwd: Path | None,
    before: Callable[[], None] | None,
) -> tuple[int, bytes, bytes]:
    """Runs a program by its words; nothing that it has started is there afterwards."""
    started = subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=env,
        pass_fds=descriptors,
        start_new_session=True,
        preexec_fn=before,
    )
    with started:
        try:
            out, err = started.communicate(stdin, timeout=PATIENCE)
        finally:
            end_all_of(started.pid)
    return started.returncode, out, err


class Talk:
    """A conversation with the program in a pseudo-terminal. `seen` is everything that was on it."""

    def __init__(self, *arguments: object, env: dict[str, str] | None = None, columns: int = 100) -> None:
        self.seen = ""
        self._child = pexpect.spawn(
            sys.executable,
            [*PROGRAM[1:], *map(str, arguments)],
            dimensions=(40, columns),
            env={**os.environ, "TERM": "xterm-256color", **(env or {})},
            timeout=PATIENCE,
            encoding="utf-8",
            codec_errors="replace",
        )
        self._child.delaybeforesend = None

    @property
    def pid(self) -> int:
        """The process in the terminal."""
        return int(self._child.pid or 0)

    def hear(self, words: str) -> str:
        """Waits until these words come, and returns what came before them."""
        self._child.expect_exact(words)
        before = str(self._child.before)
        self.seen += before + words
        return before

    def say(self, line: str = "") -> None:
        """Types a line and Enter."""
        self._child.send(f"{line}\n")

    def answer(self, question: str, *lines: str) -> None:
        """Waits for a question and its prompt, and answers it."""
        self.hear(question)
        for line in lines:
            self.hear("> ")
            self.say(line)

    def type(self, keys: str) -> None:
        """Types without Enter; what is long is typed while the answers are read, as a terminal does."""
        if len(keys) < 1000:
            self._child.send(keys)
        else:
            threading.Thread(target=self._child.send, args=(keys,), daemon=True).start()

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> int:
        """Closes the terminal, as closing its window does, and returns the exit code."""
        process = self._process()
        process.fileobj.close()
        process.closed = self._child.closed = True
        _, status = os.waitpid(self.pid, 0)
        process.terminated = self._child.terminated = True
        return os.waitstatus_to_exitcode(status)

    def _process(self) -> Any:
        # The one that owns the descriptor of the terminal: closing the number alone would close another's file later.
        return vars(self._child)["ptyproc"]

    def end(self) -> int:
        """Waits for the end and returns the exit code, or minus the signal that ended it."""
        self._child.expect(pexpect.EOF)
        self.seen += str(self._child.before)
        self._child.close()
        if self._child.exitstatus is not None:
            return int(self._child.exitstatus)
        return -int(self._child.signalstatus or 0)

    def close(self) -> None:
        """Ends the program if it is still there."""
        if not self._child.closed:
            self._child.close(force=True)
