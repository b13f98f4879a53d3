"""Looking for words in all the memory of another process, as root may."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_PIECE = 1 << 24
_NOT_ITS_OWN = ("[vvar]", "[vsyscall]", "[vvar_vclock]")


def encodings(words: Iterable[str]) -> dict[str, bytes]:
    """Each of the words in every form in which Python may hold a text that it is part of."""
    return {f"{word} in {form}": word.encode(form) for word in words for form in ("utf-8", "utf-16-le", "utf-32-le")}


def found(pid: int, needles: dict[str, bytes]) -> set[str]:
    """Which of these are in the memory of a process that it can read, whether it can write there or not."""
    there: set[str] = set()
    longest = max(map(len, needles.values()))
    looked_at = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, allowed, *_, name = f"{line} ".split(" ")[0], line.split()[1], line.rpartition(" ")[2]
            if not allowed.startswith("r") or name in _NOT_ITS_OWN:
                continue
            start, end = (int(one, 16) for one in place.split("-"))
            before = b""
            while start < end:
                memory.seek(start)
                try:
                    piece = memory.read(min(_PIECE, end - start))
                except OSError:  # beyond the end of a file that is mapped here
                    break
                looked_at += len(piece)
                start += len(piece)
                if not piece.strip(b"\0"):  # never used
                    before = b""
                    continue
                seen = before + piece
                there.update(what for what, needle in needles.items() if what not in there and needle in seen)
                before = seen[-longest:]
    assert looked_at > 1 << 22, "hardly anything of it could be read"
    return there


def can_look() -> bool:
    """Whether the memory of a process that is hardened can be read here."""
    hardened = "import sys; from journal.safety.process import harden; harden(); print(flush=True); sys.stdin.read()"
    if not Path("/proc/self/mem").exists():
        return False
    with subprocess.Popen([sys.executable, "-c", hardened], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as one:
        if one.stdout is not None:
            one.stdout.readline()
        try:
            os.close(os.open(f"/proc/{one.pid}/mem", os.O_RDONLY))
        except OSError:
            return False
        finally:
            one.kill()
    return True
