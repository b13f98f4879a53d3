"""The leak sweep: whatever is written, with every part of the program, is in clear nowhere but where that was asked."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.homework import Adaptation
from journal.model.records import CONTENTS
from tests.cli.running import run
from tests.e2e.commanding import Commands
from tests.e2e.everything import Everything
from tests.e2e.keeping import Keeping
from tests.e2e.needles import Needles, forms, found_in
from tests.e2e.sweeping import NO_FILES, Sweep
from tests.e2e.terminal import Terminal
from tests.e2e.tracing import TRACE, Call, command

pytestmark = pytest.mark.strace
Open = Callable[..., Terminal]


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
    secret = _on_the_command_line(Commands(sweep, person.secret), released=False)
    _everything_was_kept(sweep, secret)
    sweep.look_at_files()
    done = sweep.look_at_traces()
    assert sweep.hits == []
    assert sweep.looked_at > 100
    _only_where_it_belongs(sweep, done)


@pytest.mark.long
def test_nothing_is_in_clear(
    path: Path, home: Path, tmp_path: Path, terminal: Open, figures: Callable[[str], None]
) -> None:
    """After a session with a marker in every field, none is in any file, process, output or on the terminal."""
    sweep = Sweep(path, home, tmp_path)
    window = terminal("--file", path, env=sweep.env, program="tests.e2e.tracing")
    person = Keeping(window, sweep.needles)
    for _ in _in_the_app(person, path, home):
        sweep.look_at_processes(window.pid)
    window.press("ctrl+q")
    assert window.until_end() == 0
    assert person.gone.encode() in window.stream  # it was drawn, on the screen that is gone
    sweep.look_at_terminal(window)
    secret = _on_the_command_line(Commands(sweep, person.secret), released=True)
    _everything_was_typed(sweep.needles)
    _everything_was_kept(sweep, secret)
    sweep.look_at_files()
    done = sweep.look_at_traces()
    figures(f"{len(sweep.needles.words)} markers, {sweep.looked_at} looks, {len(sweep.hits)} hits")
    assert sweep.hits == []
    assert sweep.looked_at > 1000
    _only_where_it_belongs(sweep, done)


def _in_the_app(person: Keeping, path: Path, home: Path) -> Iterator[object]:
    """The session, with a moment to look after each of its parts."""
    for part in (
        person.set_up, person.settings_and_people, person.homework, person.sessions, person.measures, person.entries,
        person.sharing, person.practice, person.change_passphrase, person.make_sheet, person.back_up,
    ):  # fmt: skip
        part()
        yield part
    person.take_in(path)
    yield person.take_in
    person.seal(home)
    yield person.seal
    yield from person.summary(home)
    person.recover()
    yield person.recover
    person.around()
    yield person.around


def _on_the_command_line(person: Commands, *, released: bool) -> str:
    """Every command that writes, takes or makes anything; returns the passphrase as it is in the end."""
    person.write()
    person.export(released=released)
    person.change_secrets()
    person.copy()
    person.end()
    return person.secret


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
    assert {place for place in written if not place.startswith((*NO_FILES[:-1], *homes))} == set()
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
os.execve(sys.executable, [sys.executable, "-c", "", word], {"WORD": word})
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
    assert len(sweep.hits) >= 3 * 2
    assert {where.split()[0] for where, _ in sweep.hits} == {"execve", "write"}
    for form in forms(word):
        assert found_in(b"before " + form + b" after"), form
