"""Several files as one: a tar, piece by piece, whose members say nothing of whose machine they were made on."""

import tarfile
from collections.abc import Iterator

from journal.outgoing.files import Files, inner_name

_TIME = 946_684_800  # the first second of 2000, the same for all


def tar(files: Files, folder: str) -> Iterator[bytes]:
    """The files as a tar, all of them in a folder of this name. It needs no more memory than one piece of content.

    Each content is gone through twice, for its size stands ahead of it.
    """
    made: set[str] = set()
    for name, content in files:
        inner = inner_name(f"{folder}/{name}")
        for parent in reversed(inner.parents[:-1]):
            if parent.as_posix() not in made:
                made.add(parent.as_posix())
                yield _head(parent.as_posix(), folder=True)
        size = sum(map(len, content))
        yield _head(inner.as_posix(), size)
        written = 0
        for piece in content:
            written += len(piece)
            yield piece
        if written != size:
            raise RuntimeError("a content was not the same twice")
        yield bytes(-size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _head(name: str, size: int = 0, *, folder: bool = False) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mtime = size, _TIME
    member.type, member.mode = (tarfile.DIRTYPE, 0o700) if folder else (tarfile.REGTYPE, 0o600)
    return member.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
