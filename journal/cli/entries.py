"""Finding and reading entries."""

import itertools
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from journal.cli import output
from journal.cli.place import opened, place_of
from journal.errors import BadInput
from journal.model.entry import Entry, Outcome, heading
from journal.model.query import Query, parse_query
from journal.safety.text import safe_line
from journal.vault.vault import Vault

_LIMIT = 20
_PAGE = 200
_WIDEST = 200  # cells of a line that goes to a file or a program
_KIND_CELLS, _OUTCOME_CELLS = 15, 13
_SHORTER = {Outcome.CHANGED_WITH_THERAPIST: "changed"}

Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="How many entries at most.")]
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
    """Show one entry in full."""
    from journal.cli import documents, page

    with opened(place_of(context), read_only=True) as vault:
        entry = vault.entries.find(entry_id)
        if as_json:
            output.write_bytes([documents.one(entry)])
        else:
            output.write(page.whole(entry))


def _print(context: typer.Context, words: list[str] | None, limit: int, as_json: bool) -> None:
    from journal.cli import documents

    query = None if words is None else _query(words)
    with opened(place_of(context), read_only=True) as vault:
        query = query if query is not None else _query([_asked_query()])
        found = _found(vault, query, limit + 1)
        shown = itertools.islice(found, limit)
        if as_json:
            output.write_bytes(documents.many(shown))
            return
        count = 0
        for row in _lines(shown):
            output.write(row)
            count += 1
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


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    width = output.columns() or _WIDEST
    for entry in entries:
        yield f"{line(entry, width)}\n"


def line(entry: Entry, width: int) -> str:
    """An entry in one line of at most `width` cells: the end of its id, when, kind, outcome, flag and heading."""
    from rich.cells import cell_len, set_cell_size

    content = entry.content
    time = f"{content.when.time:%H:%M}" if content.when.time else ""
    outcome = _SHORTER.get(content.outcome, content.outcome.label) if content.outcome else ""
    row = (
        f"{entry.id[-8:]}  {content.when.date.isoformat()} {time:5}  {content.kind.label:{_KIND_CELLS}}  "
        f"{outcome:{_OUTCOME_CELLS}}  {'*' if content.flagged else ' '} {safe_line(heading(content))}"
    ).rstrip()
    return row if cell_len(row) <= width else set_cell_size(row, width - 1).rstrip() + "…"
