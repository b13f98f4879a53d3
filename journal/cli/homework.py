"""Homework: what is open, the exercises on offer, and assigning and finishing."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

import typer

from journal.cli import output
from journal.cli.answers import KINDS, read_kind
from journal.cli.ids import SHORT, one_of
from journal.cli.place import opened, place_of, reading
from journal.cli.rows import say_masked, table, title
from journal.errors import BadInput
from journal.model.dates import parse_date, short_date
from journal.model.exercise import ExerciseMode, Per
from journal.model.homework import Assignment, State
from journal.model.sensate_focus import Stage

app = typer.Typer(rich_markup_mode=None, help="What was assigned, and the exercises that can be.")

StageNumber = Literal["0", "1", "2", "3"]
Json = Annotated[bool, typer.Option("--json", help="As JSON, with every field.")]


def _exercise_ids() -> list[str]:
    from journal.cli.exercises import ids_for_completion

    return ids_for_completion()


@app.command("list")
def list_(
    context: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="What is paused, finished or dropped, as well as what is open.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the homework that is open.

    A line each: id, state, how it is going, kind, and title.
    """
    from journal.cli.documents import many
    from journal.cli.standing import say_waiting, standing_document, standings

    with reading(place_of(context)) as vault:
        known = standings(vault)
        masked = vault.settings.get().masked
    shown = [one for one in known if everything or one.assignment.content.state is State.OPEN]
    if as_json:
        output.write_bytes(many(map(standing_document, shown)))
        say_waiting(shown)
        return
    _print(
        (
            one.assignment.id[-SHORT:],
            one.assignment.content.state.label,
            one.progress,
            one.assignment.content.kind.label if one.assignment.content.kind else "",
            title(one.assignment.content.heading, masked=masked),
        )
        for one in shown
    )
    if masked and shown:
        say_masked()
    elif known and not shown:
        output.say("No homework is open. --all shows what was.")
    elif not known:
        output.say("There is no homework yet. journal homework library lists exercises to assign.")


@app.command()
def library(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID|QUERY]...",
            help="The id of an exercise, to read all of it; or words to look for. Without them, everything is listed.",
            autocompletion=_exercise_ids,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only of this kind, such as communication.",
            autocompletion=lambda: list(KINDS),
        ),
    ] = None,
    mode: Annotated[
        Literal["solo", "partnered", "either"] | None,
        typer.Option("--mode", help="Only what can be done like this; either is what can be done alone or together."),
    ] = None,
    stage: Annotated[StageNumber | None, typer.Option("--stage", help="Only of this sensate-focus stage.")] = None,
    as_json: Json = False,
) -> None:
    """List the exercises on offer, or show one in full.

    What is typed as QUERY stays in the history of most shells, as with search. A line each: id, kind, with whom, title.
    """
    from journal.cli import exercises
    from journal.cli.documents import many, one

    wanted_kind = None if kind is None else read_kind(kind)
    wanted_mode = None if mode is None else ExerciseMode.of(mode)
    wanted_stage = None if stage is None else Stage.of(stage)
    words = " ".join(query or [])
    with reading(place_of(context)) as vault:
        known = exercises.find(vault, words)
        shelf = vault.shelf()
        masked = vault.settings.get().masked
    if known:
        if as_json:
            output.write_bytes([one(exercises.document(known))])
        else:
            output.write(exercises.page(known))
        return
    found = shelf.find(kind=wanted_kind, mode=wanted_mode, stage=wanted_stage, text=words)
    if as_json:
        output.write_bytes(many(map(exercises.document, found)))
        return
    _print(exercises.row(one, masked=masked) for one in found)
    if not found:
        output.say("No exercise was found. Try fewer words, or leave out a filter.")
    if masked and any(one.own for one in found):
        say_masked("journal homework library ID or ")
    if shelf.waiting_note:
        output.say(shelf.waiting_note)


@app.command()
def assign(
    context: typer.Context,
    exercise: Annotated[
        str | None,
        typer.Argument(metavar="[EXERCISE]", help="The id of an exercise.", autocompletion=_exercise_ids),
    ] = None,
    from_scratch: Annotated[
        str | None,
        typer.Option(
            "--from-scratch",
            metavar="KIND",
            help="Homework of this kind in words of your own, rather than an exercise.",
            autocompletion=lambda: list(KINDS),
        ),
    ] = None,
    times: Annotated[
        int | None, typer.Option("--times", min=1, max=99, metavar="N", help="How many times it is wanted.")
    ] = None,
    per: Annotated[
        Literal["week", "all"] | None, typer.Option("--per", help="Whether that is a week, or in all.")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, max=1440, metavar="N", help="How many minutes it takes.")
    ] = None,
    stage: Annotated[StageNumber | None, typer.Option("--stage", help="The stage, for sensate focus.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it was assigned on. Today if left out.")
    ] = None,
    session: Annotated[
        str | None,
        typer.Option(
            "--session",
            metavar="ID",
            help="The session it came from, or none. The latest of the two weeks before if left out.",
        ),
    ] = None,
) -> None:
    """Assign an exercise, or homework of your own.

    On a terminal it asks for what only you can say, and every question can be skipped. Otherwise an exercise is
    assigned as it is, and what to do in homework of your own comes from standard input. Prints the id of the new
    homework.
    """
    from journal.clock import today

    if (exercise is None) == (from_scratch is None):
        raise BadInput(
            "It takes either an exercise or --from-scratch KIND.",
            "journal homework library lists the exercises with their ids.",
        )
    kind = None if from_scratch is None else read_kind(from_scratch)
    day = today()
    assigned_on = day if on is None else parse_date(on, day)
    with opened(place_of(context)) as vault:
        from journal.cli.assigning import Facts, assign_exercise, assign_from_scratch

        facts = Facts(
            on=assigned_on,
            wanted=times,
            per={"week": Per.WEEK, "all": Per.IN_ALL}[per] if per else None,
            minutes=minutes,
            stage=None if stage is None else Stage.of(stage),
            session=session,
        )
        if kind is None:
            made = assign_exercise(vault, exercise or "", facts)
        else:
            made = assign_from_scratch(vault, kind, facts)
        output.write(f"{made}\n")
        source = vault.assignments.get(made).content.session
        date = vault.sessions.get(source).content.date if source else None
        output.say(f"Assigned, from the session of {short_date(date)}." if date else "Assigned.")


@app.command()
def finish(
    context: typer.Context,
    homework_id: Annotated[str, typer.Argument(metavar="ID", help="The id, or its last characters, at least four.")],
    ended_as: Annotated[
        Literal["finished", "dropped"], typer.Option("--as", help="Whether it is finished, or was dropped.")
    ] = "finished",
) -> None:
    """Finish homework, or drop it.

    It can be taken up again in the app, and its entries stay.
    """
    state = State.of(ended_as)
    with opened(place_of(context)) as vault, vault.atomic():
        found = one_of(vault.assignments, homework_id, Assignment)
        if found.content.state is state:
            output.say(f"It is {state.label} already.")
            return
        vault.assignments.set_state(found.id, state)
        output.say(f"It is {state.label}. It can be taken up again in the app.")


def _print(rows: Iterable[Sequence[str]]) -> None:
    for row in table(rows):
        output.write(f"{row}\n")
