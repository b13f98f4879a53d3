"""Where a session happens whose markers may be nowhere in clear, and every look at it."""

import contextlib
import re
from pathlib import Path

from tests.e2e.needles import Needles
from tests.e2e.terminal import Terminal
from tests.e2e.tracing import TRACE, Call, calls

_ALTERNATE = re.compile(rb"\x1b\[\?1049h.*?\x1b\[\?1049l", re.DOTALL)
_BEHIND_THE_SCREEN = re.compile("[\x80-\x9f]|\x1b[P_^X]|\x1b\\](?!22;)")  # 22 is the shape of the mouse's pointer
NO_FILES = ("/dev/pts/", "/dev/tty", "/dev/null", "/dev/ptmx", "pipe:", "socket:", "anon_inode:", "UNIX", "")


class Sweep:
    """Where everything happens, and every look at it. `plain` is the folder for what is asked for in clear."""

    def __init__(self, path: Path, home: Path, folder: Path) -> None:
        self.path, self.home, self.folder = path, home, folder
        self.temporary, self.plain, self.traces = (folder / name for name in ("temporary", "plain", "traces"))
        for made in (self.temporary, self.plain, self.traces):
            made.mkdir()
        self.needles = Needles()
        self.hits: list[tuple[str, bytes]] = []
        self.looked_at = 0

    @property
    def env(self) -> dict[str, str]:
        """The surroundings of a traced run, the trace in a file of its own."""
        programs = dict.fromkeys(("EDITOR", "VISUAL", "PAGER", "BROWSER"), "/bin/false")
        trace = self.traces / str(len(list(self.traces.iterdir())))
        return {**programs, TRACE: str(trace), "TMPDIR": str(self.temporary)}

    def note(self, where: str | Path, content: bytes) -> None:
        """Notes what of a marker stands in these bytes."""
        self.looked_at += 1
        self.hits += [(str(where), form) for form in self.needles.found_in(content)]

    def look_at_processes(self, pid: int) -> None:
        """The arguments, the environment and every open file of a process and its children, deleted files too."""
        process = Path(f"/proc/{pid}")
        for part in ("cmdline", "environ"):
            with contextlib.suppress(PermissionError):
                self.note(process / part, (process / part).read_bytes())
        with contextlib.suppress(PermissionError):
            for opened in (process / "fd").iterdir():
                with contextlib.suppress(OSError):
                    if opened.is_file() and self.traces not in opened.resolve().parents:
                        self.note(opened.resolve(), opened.read_bytes())
        for task in (process / "task").iterdir():
            for child in (task / "children").read_text().split():
                self.look_at_processes(int(child))

    def look_at_files(self) -> None:
        """Every file under the folder of this test, but for traces and what was asked for in clear."""
        for file in self.folder.rglob("*"):
            if file.is_file() and self.plain not in file.parents and self.traces not in file.parents:
                self.note(file, file.read_bytes())

    def look_at_terminal(self, window: Terminal) -> None:
        """What stays on the terminal and in its scrollback, and whatever else was said to it than what it draws."""
        self.note("what stays on the screen", window.text.encode())
        left = _ALTERNATE.sub(b"", window.stream)
        assert b"\x1b[?1049h" in window.stream and b"\x1b[?1049" not in left
        self.note("what scrolls back", left)
        assert not _BEHIND_THE_SCREEN.search(window.stream.decode("utf-8"))

    def look_at_traces(self) -> list[Call]:
        """Every program that was run, every file that was made or written, and what was written to it."""
        done = [call for trace in sorted(self.traces.iterdir()) for call in calls(trace)]
        for call in done:
            if call.name.startswith("execve"):
                self.note(call.name, b"\n".join(call.strings))
            elif call.changes_files and not self.is_asked_for(call.to):
                self.note(f"{call.name} {call.to}", b"\n".join(call.strings))
        return done

    def is_asked_for(self, place: str) -> bool:
        """Whether it is where text may be in clear: a terminal, a pipe, or the folder for what was asked for."""
        return place.startswith((*NO_FILES[:-1], f"{self.plain}/"))
