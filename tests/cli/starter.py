"""A process that has the program imported and forks for each run of it, so that no run waits for Python to start.

`python -m tests.cli.starter N`: what is to be run comes from the socket that descriptor N is, one after the other.
What runs is the program all the same, in a process, a session and an environment of its own, to its real end.
"""

import fcntl
import functools
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests import program

# What commands import at some time; nothing of the terminal app, and nothing that starts threads.
_IMPORTED = ("journal.cli.app", "journal.outgoing.delivery", "journal.summary.build", "journal.transfer.data")
_MOST = 1 << 17  # bytes of a request
_ABOVE = 512  # descriptors from here on are none that anybody was promised


class Starter:
    """The other end: asks the process to run the program."""

    def __init__(self) -> None:
        self._link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.starter", str(theirs.fileno())],
                stdin=subprocess.PIPE,  # as the program's own will be, for Python looks at what they are
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
            )

    def run(
        self,
        words: Sequence[str],
        stdin: bytes,
        descriptors: Sequence[int],
        environment: Mapping[str, str],
        folder: Path | None,
        patience: float,
    ) -> tuple[int, bytes, bytes]:
        """The exit code and what came on both outputs. Raises TimeoutError."""
        (their_in, our_in), (our_out, their_out), (our_err, their_err) = os.pipe(), os.pipe(), os.pipe()
        theirs = (their_in, their_out, their_err)
        request = {
            "words": words,
            "numbers": [0, 1, 2, *descriptors],
            "environment": dict(environment),
            "folder": str(folder or Path.cwd()),
        }
        try:
            socket.send_fds(self._link, [json.dumps(request).encode()], [*theirs, *descriptors])
        finally:
            for one in theirs:
                os.close(one)
        with ThreadPoolExecutor(3) as pool:
            pool.submit(_write, our_in, stdin)
            out, err = (pool.submit(_read, one) for one in (our_out, our_err))
            return self._wait(patience), out.result(), err.result()

    def _wait(self, patience: float) -> int:
        pid = int(self._link.recv(64))
        if not select.select([self._link], [], [], patience)[0]:
            os.kill(pid, signal.SIGKILL)
            self._link.recv(64)
            raise TimeoutError(f"the program did not end within {patience:.0f} s")
        return int(self._link.recv(64))


@functools.cache
def starter() -> Starter:
    """The one of this process."""
    return Starter()


def _write(descriptor: int, content: bytes) -> None:
    try:
        with os.fdopen(descriptor, "wb") as pipe:
            pipe.write(content)
    except BrokenPipeError:  # it read no more of it
        pass


def _read(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb") as pipe:
        return pipe.read()


def _serve(link: socket.socket) -> None:
    """Forks for each request; returns in the child, once it is what was asked for, and when nobody asks any more."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(link, _MOST, 64)
        if not message:
            sys.exit()
        pid = os.fork()
        if not pid:
            link.close()
            return _become(json.loads(message), descriptors)
        for one in descriptors:
            os.close(one)
        link.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        link.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(request: dict[str, Any], descriptors: Sequence[int]) -> None:
    os.setsid()
    aside = [fcntl.fcntl(one, fcntl.F_DUPFD, _ABOVE) for one in descriptors]
    os.closerange(3, _ABOVE)
    for one, number in zip(aside, request["numbers"], strict=True):
        os.dup2(one, number)
    os.closerange(_ABOVE, max(aside) + 1)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    sys.argv[1:] = request["words"]


if __name__ == "__main__":
    for module in _IMPORTED:
        importlib.import_module(module)
    _serve(socket.socket(fileno=int(sys.argv[1])))
    program.start()
