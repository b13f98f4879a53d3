"""The demo: a throwaway journal of invented entries."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.place import place_of


def demo(
    context: typer.Context,
    solo: Annotated[bool, typer.Option("--solo", help="Somebody alone, rather than a couple.")] = False,
    resume: Annotated[Path | None, typer.Option("--resume", metavar="FOLDER", hidden=True, readable=False)] = None,
) -> None:
    """Look around in a throwaway journal.

    Four months of invented entries of every kind, encrypted, in a temporary folder that is gone at the end. Without a
    terminal it prints the summary that the demo's client would take to the next session.
    """
    from journal import clock
    from journal.demo import Story, create, temporary

    with temporary(resume) as folder:
        made = next(folder.glob("*.db"), None)
        opens = sys.stdin is not None and sys.stdin.isatty() and output.on_terminal()
        if opens and made is None:
            output.say("Making a journal to look at. This can take a few seconds ...")
        path = made or create(folder, Story.SOLO if solo else Story.COUPLE, clock.today(), clock.zone())
        if opens:
            _open(path, place_of(context).practice_fd, asked=made is not None)
        else:
            _print_summary(path)


def _open(path: Path, practice_fd: int | None, *, asked: bool) -> None:
    from journal.cli.again import read_practice, start_again
    from journal.demo import DEMO_PASSPHRASE
    from journal.tui.run import Ending, run_app

    passphrase = None if asked else DEMO_PASSPHRASE
    ended = run_app(path, passphrase=passphrase, demo=True, practice=read_practice(practice_fd))
    if ended.ending is not Ending.QUIT:
        # The folder stays: the new program image takes it over.
        stopped = ended.ending is Ending.SUSPENDED
        start_again("demo", "--resume", str(path.parent), practice=ended.practice, stopped=stopped)
    raise typer.Exit(ended.exit_code)


def _print_summary(path: Path) -> None:
    from journal import clock
    from journal.demo import DEMO_PASSPHRASE
    from journal.model.ranges import weeks_up_to
    from journal.model.sharing import Audience
    from journal.summary import Format, render
    from journal.summary.build import build
    from journal.vault.vault import Vault

    today = clock.today()
    vault = Vault.open(path, DEMO_PASSPHRASE, read_only=True)
    try:
        summary = build(vault, Audience.THERAPIST, weeks_up_to(today), today, clock.now())
    finally:
        vault.close()
    output.write_bytes([render(summary, Format.TEXT)])
    output.say(
        "This is the demo's summary: everything in it is invented. On a terminal, journal demo opens the journal."
    )
