"""Finding and reading entries."""

import itertools
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.ids import SHORT, ending_in
from journal.cli.place import opened, place_of, reading
from journal.cli.rows import fitted, say_masked, title, width
from journal.errors import BadInput, NotFound
from journal.model.entry import Entry, Outcome, heading
from journal.model.homework import Assignment
from journal.model.query import Query, parse_query
from journal.model.records import Content, Record
from journal.vault.vault import Vault

_LIMIT = 20
_MOST = 1_000_000_000  # more than a journal holds
_PAGE = 200
_KIND_CELLS, _OUTCOME_CELLS = 15, 13
_SHORTER = {Outcome.CHANGED_WITH_THERAPIST: "changed"}

Limit = Annotated[int, typer.Option("--limit", min=1, max=_MOST, metavar="N", help="How many entries at most.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, with every field.")]
_GRAMMAR = "Words, and kind: tag: with: outcome: flagged: shared: after: before:, as in the app."


def list_(
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]...", help=_GRAMMAR)] = None,
    limit: Limit = _LIMIT,
    as_json: Json = False,
) -> None:
    """List entries, newest first.

    A line each: id, date and time, kind, how it went, * for what to raise with the therapist, and a heading.
    """
    _print(context, query or [], limit, as_json)


def search(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY]...", help=f"{_GRAMMAR} Left out, it is asked for.")
    ] = None,
    limit: Limit = _LIMIT,
    as_json: Json = False,
) -> None:
    """Find entries by their words, newest first.

    What is typed as QUERY stays in the history of most shells. Leave it out to be asked for it, or send it to standard
    input.
    """
    _print(context, query or None, limit, as_json)


def show(
    context: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="The id, or its last characters, at least four.")],
    as_json: Json = False,
) -> None:
    """Show one entry in full, or one assignment, session or item of the agenda."""
    from journal.cli.documents import entry_document, one, record_document
    from journal.cli.standing import say_waiting, standing_of

    page, waiting = "", []
    with reading(place_of(context)) as vault:
        found = _one(vault, entry_id)
        if not as_json:
            page = _page(vault, found)
        elif isinstance(found, Record) and isinstance(found.content, Assignment):
            waiting = [standing_of(vault, found.id)]
            found = waiting[0].assignment
    if as_json:
        say_waiting(waiting)
        output.write_bytes([one(record_document(found) if isinstance(found, Record) else entry_document(found))])
    else:
        output.write(page)


def _one(vault: Vault, typed: str) -> Entry | Record[Content]:
    """What has this id, or the end of it. Ids are told apart wherever they come from."""
    from journal.cli.record_page import SHOWN

    records = [record for content in SHOWN for record in ending_in(vault.records_of(content), typed)]
    try:
        entry = vault.entries.find(typed)
    except NotFound:
        if len(records) == 1:
            return records[0]
        raise
    if records:
        raise NotFound("More than one thing has an id that ends like this.", "Give more of it.")
    return entry


def _page(vault: Vault, found: Entry | Record[Content]) -> str:
    from journal.cli.page import whole
    from journal.cli.record_page import record_page

    if isinstance(found, Record):
        return record_page(vault, found)
    return whole(found, vault.scales(), _homework_title(vault, found))


def _homework_title(vault: Vault, entry: Entry) -> str:
    try:
        return vault.assignments.get(entry.content.assignment).content.heading if entry.content.assignment else ""
    except NotFound:
        return ""


def _print(context: typer.Context, words: list[str] | None, limit: int, as_json: bool) -> None:
    from journal.cli.documents import entry_document, many

    query = None if words is None else _query(words)
    with opened(place_of(context), read_only=True) as vault:
        query = query if query is not None else _query([_asked_query()])
        found = _found(vault, query, limit + 1)
        shown = itertools.islice(found, limit)
        if as_json:
            output.write_bytes(many(map(entry_document, shown)))
            return
        masked = vault.settings.get().masked
        count = 0
        for row in _lines(shown, masked=masked):
            output.write(row)
            count += 1
        if masked and count:
            say_masked()
        _say_more(vault, query, count, any(True for _ in found))


def _found(vault: Vault, query: Query, limit: int) -> Iterator[Entry]:
    # Page by page: whoever reads our output may stop for an hour, and a query under way would keep others from saving.
    after = None
    while limit > 0:
        page = vault.entries.page(query, after=after, limit=min(limit, _PAGE))
        yield from page.entries
        limit, after = limit - len(page.entries), page.after
        if after is None:
            return


def _query(words: list[str]) -> Query:
    from journal.clock import today

    typed = " ".join(words)
    if any("\ud800" <= char <= "\udfff" for char in typed):
        raise BadInput("The query is not valid UTF-8.")
    return parse_query(typed, today())


def _asked_query() -> str:
    # After the passphrase, which may come on the line before it.
    if sys.stdin is not None and sys.stdin.isatty():
        from journal.cli.terminal import ask

        typed = ask("Search for: ", otherwise="Without one, give the query as an argument or on standard input.")
    else:
        read = sys.stdin.buffer.readline() if sys.stdin is not None else b""
        typed = read.decode("utf-8", "surrogateescape").strip()
    if not typed:
        raise BadInput("There is nothing to search for.", "Give some words. journal list lists every entry.")
    return typed


def _say_more(vault: Vault, query: Query, count: int, more: bool) -> None:
    if more:
        output.say(f"There are more; --limit N shows more than {count}.")
    elif count == 0 and query == Query():
        output.say("There is no entry yet. Write the first with: journal log KIND")
    elif count == 0:
        there = "Try fewer words, or the beginning of one with a * after it."
        nothing = "There is no entry yet. Write the first with: journal log KIND"
        output.say(f"Nothing was found. {there if vault.entries.count() else nothing}")


def _lines(entries: Iterable[Entry], *, masked: bool) -> Iterator[str]:
    cells = width()
    for entry in entries:
        yield f"{line(entry, cells, masked=masked)}\n"


def line(entry: Entry, cells: int, *, masked: bool = False) -> str:
    """An entry in one line of at most so many cells: the end of its id, when, kind, outcome, flag and heading."""
    content = entry.content
    time = f"{content.when.time:%H:%M}" if content.when.time else ""
    outcome = _SHORTER.get(content.outcome, content.outcome.label) if content.outcome else ""
    return fitted(
        f"{entry.id[-SHORT:]}  {content.when.date.isoformat()} {time:5}  {content.kind.label:{_KIND_CELLS}}  "
        f"{outcome:{_OUTCOME_CELLS}}  {'*' if content.flagged else ' '} {title(heading(content), masked=masked)}",
        cells,
    )
