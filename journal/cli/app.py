"""The command line as a whole: its commands, and the one place where errors become messages and exit codes."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from journal import __version__
from journal.cli import (
    backup,
    demo,
    doctor,
    end,
    entries,
    export,
    homework,
    importing,
    init,
    log,
    merging,
    output,
    secrets_change,
    secrets_recovery,
    session,
    shared,
    stats,
)
from journal.cli.interrupts import Interrupted
from journal.cli.place import Place, expanded, place_of
from journal.cli.usage import UsageError, explain
from journal.errors import BadInput, JournalError
from journal.safety.text import shell_words

app = typer.Typer(name="journal", rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("init")(init.init)
app.command("log")(log.log)
app.command("list")(entries.list_)
app.command("search")(entries.search)
app.command("show")(entries.show)
app.add_typer(homework.app, name="homework")
app.add_typer(session.app, name="session")
app.command("stats")(stats.stats)
app.add_typer(export.app, name="export")
app.add_typer(shared.app, name="shared")
app.add_typer(secrets_change.app, name="passphrase")
app.add_typer(secrets_recovery.app, name="recovery")
app.add_typer(backup.app, name="backup")
app.command("seal")(end.seal)
app.command("destroy")(end.destroy)
app.command("import")(importing.import_)
app.command("doctor")(doctor.doctor)
app.command("merge")(merging.merge)
app.command("demo")(demo.demo)


def run() -> int:
    """Runs the command that was typed and returns the exit code.

    What nobody foresaw passes through to the hook that `harden` set: it says where, and nothing of what.
    """
    output.prepare()
    try:
        # Not app(): that would put an exception hook in the place of ours.
        code = get_command(app).main(prog_name="journal", standalone_mode=False) or 0
        output.flush()
        return int(code)
    except JournalError as error:
        output.complain(error.message, _with_file(error.hint))
        code = error.exit_code
    except UsageError as error:
        output.complain(*explain(error))
        code = error.exit_code
    except Interrupted as interruption:
        code = interruption.exit_code
    except output.ReaderGone:
        code = output.READER_GONE
    output.abandon()
    return code


def _with_file(hint: str) -> str:
    """A hint; where it names a command, with the file that was named for this one, which that one has to have too."""
    names = (*(one.name for one in app.registered_commands), *(one.name for one in app.registered_groups))
    if _named and "--file" not in hint and any(f"journal {name} " in f"{hint.rstrip('.')} " for name in names):
        return f"{hint.rstrip('.')}. After the word journal, type: {shell_words(['--file', *_named])}"
    return hint


_named: list[str] = []  # the file that was named on the command line, if one was


def _print_version(wanted: bool) -> None:
    if wanted:
        output.write(f"journal {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def journal(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="PATH",
            envvar="JOURNAL_FILE",
            readable=False,  # what can't be read is told apart later, in our words
            help="The journal's file. Your platform's folder for application data has it if left out.",
        ),
    ] = None,
    passphrase_fd: Annotated[
        int | None,
        typer.Option(
            "--passphrase-fd",
            min=0,
            max=2**31 - 1,
            metavar="N",
            help="Read the passphrase from this file descriptor: its first line.",
        ),
    ] = None,
    practice_fd: Annotated[int | None, typer.Option("--practice-fd", min=0, max=2**31 - 1, hidden=True)] = None,
    not_backed_up: Annotated[bool, typer.Option("--not-backed-up", hidden=True)] = False,
    stop_first: Annotated[bool, typer.Option("--stop", hidden=True)] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """A private journal in the terminal, in one encrypted file.

    Without a command it opens the journal on the terminal. The passphrase is asked for there, unless it comes from
    --passphrase-fd or from the command in JOURNAL_PASSPHRASE_COMMAND.
    """
    if stop_first:
        from journal.cli.again import stop

        stop()
    from journal.vault.vault import default_path

    source = context.get_parameter_source("file")
    _named[:] = [str(file)] if source is not None and source.name == "COMMANDLINE" else []
    context.obj = Place(default_path() if file is None else expanded(file), passphrase_fd, practice_fd, not_backed_up)
    if context.invoked_subcommand is None:
        _open(place_of(context))


def _open(place: Place) -> None:
    from journal.cli.again import read_practice, start_again
    from journal.cli.passphrase import given_passphrase
    from journal.vault.files import read_salt

    if sys.stdin is None or not (sys.stdin.isatty() and output.on_terminal()):
        raise BadInput(
            "The journal opens on a terminal, and this isn't one.",
            "Use journal log, list, search, show or export here; journal --help says more.",
        )
    passphrase = None
    if os.path.lexists(place.path):
        read_salt(place.path)
        passphrase = given_passphrase(place.passphrase_fd)
    from journal.tui.run import Ending, run_app

    ended = run_app(
        place.path,
        passphrase=passphrase,
        practice=read_practice(place.practice_fd),
        not_backed_up=place.not_backed_up,
    )
    if ended.ending is not Ending.QUIT:
        stopped, untold = ended.ending is Ending.SUSPENDED, ("--not-backed-up",) if ended.not_backed_up else ()
        start_again(*untold, "--file", str(place.path.absolute()), practice=ended.practice, stopped=stopped)
    raise typer.Exit(ended.exit_code)
