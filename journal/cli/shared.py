"""The ledger: what left the journal, where it is, and deleting what still lies there in plain text."""

import datetime as dt
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.ids import SHORT, one_of
from journal.cli.place import opened, place_of, reading
from journal.cli.rows import table
from journal.cli.terminal import ask, require
from journal.errors import BadInput, JournalError
from journal.model.dates import short_date
from journal.model.session import days_away
from journal.model.shared_copy import SharedCopy
from journal.outgoing.ledger import NOT_PROMISED, Line, day_of, states_of
from journal.outgoing.lying import State, delete
from journal.safety.text import safe_line
from journal.vault.vault import Vault

app = typer.Typer(rich_markup_mode=None, help="See which copies left the journal, and delete plain ones.")

_WITHOUT = "Name them by their ids, or all of them with --all; add --yes to be asked nothing."
_MARKED = "Noted as gone."

Json = Annotated[bool, typer.Option("--json", help="As JSON, with every field.")]


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the copies that left the journal, the latest first.

    A line each: id, date, how long ago, what it is and for whom, how it is kept, whether it still lies there, the
    session it was for, and where it was put. Each place is looked at now.
    """
    from journal.cli.documents import many, record_document
    from journal.clock import today

    with reading(place_of(context)) as vault:
        lines = vault.shared_copies.list()[::-1]
        sessions = {one.id: one.content.date for one in vault.sessions.list()}
    states = states_of(one for one in lines if one.content.gone is None)
    day = today()
    if as_json:
        documents = (
            record_document(one) | {"state": _state_id(one, states), "age_days": (day - day_of(one)).days}
            for one in lines
        )
        output.write_bytes(many(documents))
        return
    rows = (
        (
            one.id[-SHORT:],
            day_of(one).isoformat(),
            days_away(day_of(one), day),
            one.content.about,
            one.content.protection.label,
            _state(one, states),
            _session(one.content, sessions),
            safe_line(one.content.place) if one.content.has_file else "standard output",
        )
        for one in lines
    )
    for row in table(rows) if lines else ():
        output.write(f"{row}\n")
    if not lines:
        output.say("Nothing has left this journal yet.")


@app.command()
def clean(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Ends of ids, as the list prints them.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every plain copy that still lies there.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    gone: Annotated[
        bool,
        typer.Option("--gone", help="Delete nothing: note that they are gone, such as those you deleted yourself."),
    ] = False,
) -> None:
    """Delete plain copies that still lie where they were put.

    Asks for each, or once for all with --all. A file is deleted only if it is as it was written: another one in its
    place is left, and so is every file behind a link. Prints the place of each that is deleted.
    """
    if ids and everything:
        raise BadInput("--all doesn't go with ids.", "Leave one of them out.")
    if not yes:
        require(otherwise=_WITHOUT if not (ids or everything) else "Add --yes to be asked nothing.")
    elif not (ids or everything):
        raise BadInput("There is nothing named to delete.", _WITHOUT)
    with opened(place_of(context)) as vault:
        lines = _chosen(vault, ids or [])
        if gone:
            _note_gone(vault, lines, yes=yes)
        else:
            _clean(vault, lines, each=not everything, yes=yes)


def _chosen(vault: Vault, ids: list[str]) -> list[Line]:
    """Those that are named, or else every plain copy that may still lie there."""
    if ids:
        return list({line.id: line for line in (one_of(vault.shared_copies, one, SharedCopy) for one in ids)}.values())
    return [one for one in vault.shared_copies.list() if one.content.lies_in_plain]


def _note_gone(vault: Vault, lines: list[Line], *, yes: bool) -> None:
    from journal.clock import today

    states = states_of(lines)
    for one in lines:
        place = safe_line(one.content.place)
        if one.content.gone or states[one.id] is State.NO_FILE:
            output.say(f"{one.id[-SHORT:]}: there is nothing to note.")
        elif states[one.id] is State.HERE:
            output.say(f"{place} is still there, as it was written. Without --gone it is deleted.")
        elif yes or _agreed(f"{place}: {states[one.id].value}. Note that it is gone? [y/N] "):
            vault.shared_copies.note_gone(one.id, today())
            output.say(f"{place}: {_MARKED}")


def _clean(vault: Vault, lines: list[Line], *, each: bool, yes: bool) -> None:
    states = states_of(lines)
    here = [one for one in lines if states[one.id] is State.HERE]
    for one in lines:
        if one not in here:
            output.say(_why_not(one, states[one.id]))
    if not here:
        output.say("Nothing was deleted." if lines else "No plain copy is noted that may still lie somewhere.")
        return
    output.say(NOT_PROMISED)
    if not each and not yes:
        for one in here:
            output.say(f"  {safe_line(one.content.place)}")
        if not _agreed(f"Delete {_counted(len(here))}? [y/N] "):
            raise JournalError("Nothing was deleted.")
    for one in here:
        question = f"Delete {safe_line(one.content.place)}, {one.content.about}? [y/N] "
        if yes or not each or _agreed(question):
            delete_one(vault, one)


def delete_one(vault: Vault, one: Line) -> None:
    """Deletes the file of a copy if it is as it was written, notes that, and says which. Raises NotWritable."""
    from journal.clock import today

    state = delete(one.content, vault.path)
    if state is not State.HERE:
        output.say(_why_not(one, state))
        return
    vault.shared_copies.note_gone(one.id, today())
    output.write(f"{safe_line(one.content.place)}\n")


def _why_not(one: Line, state: State) -> str:
    place = safe_line(one.content.place)
    if one.content.gone:
        return f"{place}: noted as gone on {short_date(one.content.gone)}."
    words = {
        State.NO_FILE: "This copy went to standard output; there is no file to delete.",
        State.OTHER: f"{place}: another file or folder is there now, or it was changed. It was left as it is.",
        State.UNCOMPARED: f"{place}: it can't be compared with what was written. It was left as it is.",
    }
    rest = f"{place}: {state.value}. Once you know that it is gone: journal shared clean --gone {one.id[-SHORT:]}"
    return words.get(state, rest)


def _agreed(question: str) -> bool:
    return ask(question, otherwise="Add --yes to be asked nothing.").lower() in ("y", "yes")


def _counted(number: int) -> str:
    return "this file" if number == 1 else f"these {number:,} files"


def _state(one: Line, states: dict[str, State]) -> str:
    return f"gone {one.content.gone.isoformat()}" if one.content.gone else states[one.id].value


def _state_id(one: Line, states: dict[str, State]) -> str:
    return "gone" if one.content.gone else states[one.id].name.lower()


def _session(copy: SharedCopy, sessions: dict[str, dt.date | None]) -> str:
    if not copy.session:
        return ""
    date = sessions.get(copy.session)
    return f"session {date.isoformat()}" if date else "session"
