"""What is on a disk after the power was cut, by a pessimistic model of it.

What a program wrote is certain to be there only once it was synchronised: the content of a file by a sync of the file,
and the names in a folder, new or gone, by a sync of the folder. Of everything else, none may be there, all of it, what
came first, or any part, of a single write any of its sectors.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.faults.shim import Step

_SECTOR = 512
_T = TypeVar("_T")


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class _Change:
    """A change of names, which is done as a whole or not at all: those that go, and those that appear."""

    gone: tuple[str, ...] = ()
    new: tuple[tuple[str, int], ...] = ()  # names with the file behind each
    folder: str = ""  # one that is made

    def parents(self) -> set[str]:
        names = [*self.gone, *(name for name, _ in self.new), *([self.folder] if self.folder else [])]
        return {_parent(name) for name in names}


class Disk:
    """A folder on a disk, with what is certain and what isn't."""

    def __init__(self, folder: Path) -> None:
        """Everything that is in the folder now is certain."""
        self._files: list[_File] = []
        self._by_number: dict[int, int] = {}  # a number on the disk is given again when a file is gone
        self._names: dict[str, int] = {}
        self._folders = {""}
        self._pending: list[_Change] = []
        self.early: list[str] = []  # names that were given to a file before all of it was synchronised
        for place in sorted(folder.rglob("*")):
            name = str(place.relative_to(folder))
            if place.is_dir():
                self._folders.add(name)
            else:
                number = place.stat().st_ino
                if number not in self._by_number:
                    self._new_file(number).durable[:] = place.read_bytes()
                self._names[name] = self._by_number[number]

    def _new_file(self, number: int) -> _File:
        self._by_number[number] = len(self._files)
        self._files.append(_File())
        return self._files[-1]

    def take(self, step: Step) -> None:
        """A step of the program, which came to its end."""
        match step.what:
            case "create":
                self._new_file(step.file)
                self._change(new=((step.name, self._by_number[step.file]),))
            case "write" | "trunc":
                self._file(step).pending.append(step)
            case "sync":
                file = self._file(step)
                for change in file.pending:
                    _apply(change, file.durable)
                file.pending.clear()
            case "syncdir":
                name = step.name.rstrip("/")
                self._settle([change for change in self._pending if name in change.parents()])
            case "unlink":
                self._change(gone=(step.name,))
            case "rename":
                self._note_early(step)
                new = ((step.other, self._by_number[step.file]),)
                self._change(gone=(step.name,), new=new)
            case "link":
                self._note_early(step)
                self._change(new=((step.other, self._by_number[step.file]),))
            case "mkdir":
                self._change(folder=step.name)
            case _:
                assert step.what in ("mark", "rmdir"), step.what

    def _note_early(self, step: Step) -> None:
        if self._file(step).pending:
            self.early.append(step.other)

    def _file(self, step: Step) -> _File:
        if step.file not in self._by_number:
            self._new_file(step.file)  # one without a name so far
        return self._files[self._by_number[step.file]]

    def _change(self, gone: tuple[str, ...] = (), new: tuple[tuple[str, int], ...] = (), folder: str = "") -> None:
        self._pending.append(_Change(gone, new, folder))

    def _settle(self, changes: list[_Change]) -> None:
        for change in changes:
            _rename(change, self._names, self._folders)
        self._pending = [change for change in self._pending if change not in changes]

    def cut(self, chance: random.Random, into: Path) -> None:
        """Writes what may be left to an empty folder."""
        names, folders = dict(self._names), set(self._folders)
        for change in _some(chance, self._pending):
            _rename(change, names, folders)
        contents: dict[int, bytes] = {}
        for name, number in sorted(names.items()):
            if number not in contents:
                contents[number] = bytes(self._left(chance, self._files[number]))
            if _parent(name) in folders:
                place = into / name
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                place.write_bytes(contents[number])
                place.chmod(0o600)
        for name in folders:
            (into / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    def _left(self, chance: random.Random, file: _File) -> bytearray:
        content = bytearray(file.durable)
        for step in _some(chance, list(_torn(file.pending))):
            _apply(step, content)
        return content


def _some(chance: random.Random, pending: list[_T]) -> list[_T]:
    """Those of some changes that were done."""
    match chance.randrange(4):
        case 0:
            return []
        case 1:
            return pending
        case 2:
            return pending[: chance.randrange(len(pending) + 1)]
        case _:
            return [one for one in pending if chance.random() < 0.5]


def _torn(steps: Iterable[Step]) -> Iterator[Step]:
    """Each write as one for each sector."""
    for step in steps:
        start, content = step.offset, step.content
        while step.what == "write" and content:
            length = _SECTOR - start % _SECTOR
            yield Step("write", step.file, start, step.name, "", content[:length])
            start, content = start + length, content[length:]
        if step.what != "write":
            yield step


def _apply(step: Step, content: bytearray) -> None:
    if step.what == "trunc":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
    else:
        content.extend(bytes(max(0, step.offset - len(content))))
        content[step.offset : step.offset + len(step.content)] = step.content


def _rename(change: _Change, names: dict[str, int], folders: set[str]) -> None:
    for name in change.gone:
        names.pop(name, None)
    names.update(change.new)
    if change.folder:
        folders.add(change.folder)


def _parent(name: str) -> str:
    return name.rpartition("/")[0]
