"""The leak sweep: whatever is written, with every part of the program, is in clear nowhere but where that was asked."""

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.homework import Adaptation
from journal.model.records import CONTENTS
from tests.cli.running import Ended, run
from tests.e2e.everything import Everything
from tests.e2e.needles import Needles, forms, found_in
from tests.e2e.terminal import Terminal
from tests.e2e.tracing import TRACE, Call, calls, command

pytestmark = pytest.mark.strace
Open = Callable[..., Terminal]
_ALTERNATE = re.compile(rb"\x1b\[\?1049h.*?\x1b\[\?1049l", re.DOTALL)
_BEHIND_THE_SCREEN = re.compile("[\x80-\x9f]|\x1b[P_^X]|\x1b\\](?!22;)")  # 22 is the shape of the mouse's pointer
_NO_FILES = ("/dev/pts/", "/dev/tty", "/dev/null", "/dev/ptmx", "pipe:", "socket:", "anon_inode:", "UNIX", "")


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
        self.hits += [(str(where), form) for form in found_in(content)]

    def look_at_processes(self, pid: int) -> None:
        """The arguments, the environment and every open file of a process and its children, deleted files too."""
        process = Path(f"/proc/{pid}")
        for part in ("cmdline", "environ"):
            with contextlib.suppress(PermissionError):
                self.note(process / part, (process / part).read_bytes())
        with contextlib.suppress(PermissionError):
            for opened in (process / "fd").iterdir():
                with contextlib.suppress(OSError):
                    if opened.is_file():
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
        assert b"\x1b[?1049" not in left and len(left) < len(window.stream) / 10
        self.note("what scrolls back", left)
        assert not _BEHIND_THE_SCREEN.search(window.stream.decode("utf-8"))

    def look_at_traces(self) -> list[Call]:
        """Every program that was run, every file that was made or written, and what was written to it."""
        done = [call for trace in sorted(self.traces.iterdir()) for call in calls(trace)]
        for call in done:
            if call.name.startswith("execve"):
                self.note(call.name, b"\n".join(call.strings))
            elif call.changes_files and not self._asked_for(call.to):
                self.note(f"{call.name} {call.to}", b"\n".join(call.strings))
        return done

    def _asked_for(self, place: str) -> bool:
        """Whether it is where text may be in clear: a terminal, a pipe, or the folder for what was asked for."""
        return place.startswith((*_NO_FILES[:-1], f"{self.plain}/"))


def test_a_short_session(path: Path, home: Path, tmp_path: Path, terminal: Open) -> None:
    """The same looks at a journal that is set up, has a draft, and is written to and exported by every command."""
    sweep = Sweep(path, home, tmp_path)
    window = terminal("--file", path, env=sweep.env, program="tests.e2e.tracing")
    person = Everything(window, sweep.needles)
    person.set_up()
    person.around()
    sweep.look_at_processes(window.pid)
    window.press("ctrl+q")
    assert window.until_end() == 0
    sweep.look_at_terminal(window)
    _on_the_command_line(sweep, person.secret, released=False)
    _everything_was_kept(sweep, person.secret)
    sweep.look_at_files()
    done = sweep.look_at_traces()
    assert sweep.hits == []
    assert sweep.looked_at > 100
    _only_where_it_belongs(sweep, done)


@pytest.mark.long
def test_nothing_is_in_clear(path: Path, home: Path, tmp_path: Path, terminal: Open) -> None:
    """After a session with a marker in every field, none is in any file, process, output or on the terminal."""
    sweep = Sweep(path, home, tmp_path)
    window = terminal("--file", path, env=sweep.env, program="tests.e2e.tracing")
    person = Everything(window, sweep.needles)
    for _ in _in_the_app(person, home):
        sweep.look_at_processes(window.pid)
    window.press("ctrl+q")
    assert window.until_end() == 0
    assert person.gone.encode() in window.stream  # it was drawn, on the screen that is gone
    sweep.look_at_terminal(window)
    _on_the_command_line(sweep, person.secret, released=True)
    _everything_was_typed(sweep.needles)
    _everything_was_kept(sweep, person.secret)
    sweep.look_at_files()
    done = sweep.look_at_traces()
    assert sweep.hits == []
    assert sweep.looked_at > 1000
    _only_where_it_belongs(sweep, done)


def _in_the_app(person: Everything, home: Path) -> Iterator[object]:
    """The session, with a moment to look after each of its parts."""
    for part in (
        person.set_up, person.settings_and_people, person.homework, person.sessions, person.measures, person.entries,
        person.sharing, person.practice,
    ):  # fmt: skip
        part()
        yield part
    yield from person.summary(home)
    person.unlock()
    person.around()
    yield person.around


def _on_the_command_line(sweep: Sweep, secret: str, *, released: bool) -> None:
    """Every command that writes or takes text, the passphrase through a descriptor, and each export, encrypted."""
    new, home = sweep.needles.new, sweep.home

    def told(*words: object, stdin: str = "") -> Ended:
        env = {**sweep.env, "HOME": str(home)}
        program = command(Path(env.pop(TRACE)))
        ended = run("--file", sweep.path, *words, stdin=stdin.encode(), passphrase=secret, env=env, program=program)
        assert ended.code == 0, (words, ended.err)
        sweep.note(f"standard error of {words}", ended.err.encode())
        return ended

    sweep.note("an id", told("log", "education", stdin=new("text from a pipe")).out)
    sweep.note("an id", told("homework", "assign", "--from-scratch", "communication", stdin=new("homework")).out)
    sweep.note("an id", told("session", "add", "--on", "-1", stdin=new("notes")).out)
    sweep.note("an id", told("session", "agenda", "--add", "question", stdin=new("question")).out)
    told(
        "import", "-", "--format", "jrnl", stdin=f"[2026-04-01 09:30 PM] {new('title')}\n{new('body')} @{new('tag')}\n"
    )
    query = next(word for name, word in sweep.needles.words.items() if name.startswith("text from a pipe"))
    assert query in told("search", stdin=query).text
    sweep.note("figures", told("stats", "--json").out)
    sweep.note("the ledger", told("shared", "list").out)
    password = f"ten {Needles.unkept('password of a file')} stones"
    for form in ("json", "csv", "md"):
        place = home / f"data.{form}.age"
        told("export", "data", "--format", form, "--encrypt", "age", "--password-fd", 0, "-o", place, stdin=password)
        assert place.stat().st_size > 1000
    if released:
        options = ("--format", "pdf", "--password-fd", 0, "-o", home / "page.pdf", "--keep-names")
        told("export", "summary", *options, stdin=password)


def _typed(specs: tuple[FieldSpec, ...]) -> Iterator[str]:
    for spec in specs:
        if spec.input is Input.GROUP:
            yield from (f"{spec.name} {name}" for name in _typed(spec.group))
        elif spec.input in (Input.LINE, Input.TEXT, Input.NAMES) and not spec.decimal:
            yield spec.name


def _everything_was_typed(needles: Needles) -> None:
    """There is a marker for every field that takes text, of every kind, type and part of one."""
    wanted = {f"{kind.value} {name}" for kind in Kind for name in _typed(fields_of(EntryContent) + detail_fields(kind))}
    wanted |= {f"{kind.type} {name}" for kind in CONTENTS for name in _typed(fields_of(kind))}
    wanted |= {f"adaptation {name}" for name in _typed(fields_of(Adaptation))}
    assert wanted <= {name.rpartition(" ")[0] for name in needles.words}


def _everything_was_kept(sweep: Sweep, secret: str) -> None:
    """The journal has every marker: what asks for all of it in clear gives all of it, and there the scan finds them."""
    everything = sweep.plain / "everything.json"
    ended = run(
        "--file", sweep.path, "export", "data", "--plaintext", "-o", everything, passphrase=secret, cwd=sweep.plain
    )
    assert ended.code == 0, ended.err
    content = everything.read_bytes()
    kept = json.dumps(json.loads(content), ensure_ascii=False)
    assert sweep.needles.missing(kept) == []
    assert Needles.unkept("deleted for good") not in kept and Needles.unkept("passphrase") not in kept
    assert len(found_in(content)) >= 2


def _only_where_it_belongs(sweep: Sweep, done: list[Call]) -> None:
    """Nothing was made or written anywhere else, no other program was run, and side files were looked at as well."""
    homes = tuple(f"{place}/" for place in (sweep.path.parent, sweep.home, sweep.plain))
    written = {call.to for call in done if call.changes_files and call.to}
    assert {place for place in written if not place.startswith((*_NO_FILES[:-1], *homes))} == set()
    run_by = {os.fsdecode(call.strings[0]) for call in done if call.name.startswith("execve")}
    assert {Path(program).name.rstrip("0123456789.") for program in run_by} == {"python"}
    assert f"{sweep.path}-journal" in written and str(sweep.path) in written
    assert list(sweep.temporary.iterdir()) == []


_LEAKY = """
import os, sys, tempfile
word = sys.stdin.read()
with tempfile.TemporaryFile() as file:
    file.write(word.encode("utf-16-le")); file.flush()
with open(os.path.join(os.environ["TMPDIR"], "gone"), "w") as file:
    file.write(repr(word.encode()))
os.unlink(file.name)
if len(sys.argv) < 2:
    os.execve(sys.executable, [sys.executable, "-c", sys.argv[0], word], {"TMPDIR": "", "WORD": word})
"""


def test_the_sweep_finds_what_leaks(tmp_path: Path, path: Path, home: Path) -> None:
    """The same look finds a marker in a file without a name, in one that is gone, in arguments and the environment."""
    sweep = Sweep(path, home, tmp_path)
    env = sweep.env
    word = sweep.needles.new("control")
    program = command(Path(env.pop(TRACE)), "-c", _LEAKY)
    run(program=program, stdin=word.encode(), passphrase=None, env=env)
    assert list(sweep.temporary.iterdir()) == []
    sweep.look_at_traces()
    assert len(sweep.hits) >= 4 * 2
    assert {where.split()[0] for where, _ in sweep.hits} == {"execve", "write"}
    for form in forms(word):
        assert found_in(b"before " + form + b" after"), form
