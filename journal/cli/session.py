"""Therapy sessions, and what is to be brought up in the next one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

import typer

from journal.cli import output
from journal.cli.documents import Document
from journal.cli.ids import SHORT
from journal.cli.place import Place, opened, place_of, reading
from journal.cli.rows import say_masked, table, title
from journal.cli.stdin import is_terminal, read_text, saying_unsaved
from journal.errors import BadInput
from journal.model.dates import parse_date, parse_time, short_date
from journal.model.records import Record
from journal.model.session import AgendaItem, AgendaKind, TherapySession
from journal.vault.agenda import AgendaLine
from journal.vault.vault import Vault

app = typer.Typer(rich_markup_mode=None, help="Therapy sessions, and what to bring up in the next one.")

Json = Annotated[bool, typer.Option("--json", help="As JSON, with every field.")]


@app.command()
def add(
    context: typer.Context,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day: 2026-05-01, tomorrow, +7, -3. Today if left out."),
    ] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="The time: 15:00 or 3pm.")] = None,
) -> None:
    """Add a session, past or to come.

    On a terminal it asks who attended and the like, and every question can be skipped. Otherwise what comes on standard
    input are the notes of a session that is not still to come; there may be none. Prints the id of the new session.
    """
    from journal.clock import today

    day = today()
    content = TherapySession(
        date=day if on is None else parse_date(on, day), time=None if at is None else parse_time(at)
    )
    with opened(place_of(context)) as vault:
        if is_terminal():
            from journal.cli.session_writing import SessionWriting

            session_id = SessionWriting(vault, content).write()
        else:
            notes = "" if _is_ahead(content, day) else read_text()
            with saying_unsaved():
                session_id = vault.sessions.add(replace(content, notes=notes)).id
        output.write(f"{session_id}\n")
        output.say(f"Saved: {_when(vault.sessions.get(session_id).content)}.")


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the sessions, the latest first.

    A line each: id, date and time, whether it is still to come, who attended, and the first words of the notes.
    """
    from journal.cli.documents import many, record_document
    from journal.clock import now

    present = now()
    with reading(place_of(context)) as vault:
        ahead, past, undated = vault.sessions.ahead(present), vault.sessions.past(present), vault.sessions.undated()
        masked = vault.settings.get().masked
    sessions = [*reversed(ahead), *past, *undated]
    if as_json:
        output.write_bytes(many(map(record_document, sessions)))
        return
    for row in table(_row(one, masked=masked, coming=one in ahead) for one in sessions):
        output.write(f"{row}\n")
    if not sessions:
        output.say("There is no session yet. Add one with: journal session add --on DATE")
    elif masked:
        say_masked()


@app.command()
def agenda(
    context: typer.Context,
    add_kind: Annotated[
        Literal["question", "topic", "hard-to-say"] | None,
        typer.Option("--add", help="Add one of these instead: its text is asked for, or comes on standard input."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what is to be brought up in the next session.

    The top three, questions, topics, what is hard to say aloud, and the entries that are flagged and were not talked
    about yet; a line each, with its id. With --add it prints the id of the new item.
    """
    if add_kind is not None and as_json:
        raise BadInput("--json doesn't go with --add.", "journal session agenda --help says how.")
    if add_kind is None:
        _show_agenda(place_of(context), as_json=as_json)
        return
    item = AgendaItem(kind=AgendaKind.of(add_kind.replace("-", "_")))
    with opened(place_of(context)) as vault:
        output.write(f"{_add_to_agenda(vault, item)}\n")
        output.say("Saved.")


def _add_to_agenda(vault: Vault, item: AgendaItem) -> str:
    if is_terminal():
        from journal.cli.session_writing import AgendaWriting

        return AgendaWriting(vault, item).write()
    text = read_text()
    if not text.strip():
        raise BadInput("There is no text to keep, so nothing was added.", "Send it to standard input.")
    with saying_unsaved():
        return vault.agenda.add(replace(item, text=text)).id


def _show_agenda(place: Place, *, as_json: bool) -> None:
    from journal.cli.documents import one
    from journal.clock import now

    with reading(place) as vault:
        present = now()
        following = next(iter(vault.sessions.ahead(present)), None)
        hard = vault.sessions.hard_to_say(present)
        lines = vault.agenda.open_items()
        masked = vault.settings.get().masked
    if as_json:
        output.write_bytes([one(_document(following, lines))])
        return
    rows = [_line(line, masked=masked) for line in lines]
    if following is not None:
        output.write(f"Next session: {_when(following.content)}\n")
    if hard is not None:
        words = title(hard.content.hard_to_say, masked=masked)
        rows.append((hard.id[-SHORT:], "", AgendaKind.HARD_TO_SAY.label, words))
    for row in table(rows):
        output.write(f"{row}\n")
    if not rows:
        output.say("Nothing is on the agenda yet. Add something with: journal session agenda --add question")
    elif masked:
        say_masked()


def _row(session: Record[TherapySession], *, masked: bool, coming: bool) -> tuple[str, str, str, str]:
    content = session.content
    first = next((line.strip() for line in content.notes.splitlines() if line.strip()), "")
    words = ": ".join(filter(None, (", ".join(content.attended), first)))
    date = content.date.isoformat() if content.date else ""
    time = f"{content.time:%H:%M}" if content.time else ""
    when = f"{date} {time}".strip()
    return session.id[-SHORT:], when, "to come" if coming else "", title(words, masked=masked) if words else ""


def _line(line: AgendaLine, *, masked: bool) -> tuple[str, str, str, str]:
    kind = line.kind.label if line.kind else "flagged entry"
    text = title(line.text, masked=masked) if line.text else ""
    return line.key[-SHORT:], "top" if line.top else "", kind, text


def _document(following: Record[TherapySession] | None, lines: Iterable[AgendaLine]) -> Document:
    from journal.cli.documents import entry_document, record_document

    return {
        "session": record_document(following) if following else None,
        "items": [
            {
                "id": line.id or None,
                "kind": line.kind.value if line.kind else "flagged_entry",
                "top": line.top,
                "text": line.text,
                "entry": entry_document(line.entry) if line.entry else None,
            }
            for line in lines
        ],
    }


def _is_ahead(content: TherapySession, day: dt.date) -> bool:
    return content.date is not None and content.date > day


def _when(content: TherapySession) -> str:
    date = short_date(content.date) if content.date else ""
    return f"{date}, {content.time:%H:%M}" if content.time else date
