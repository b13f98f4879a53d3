"""Figures of a period on the command line."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from journal.cli import output
from journal.cli.period import Since, Until, asked
from journal.cli.place import place_of, reading
from journal.cli.rows import say_masked, table, title
from journal.model.rating import SCALE, Moment, rating_range

if TYPE_CHECKING:
    from journal.cli.figures import Figures, FocusStage, Ratings


def stats(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with every figure.")] = False,
) -> None:
    """Show the figures of a period.

    Entries by kind and by how they went, homework, ratings on each scale, sensate focus by stage, goals and scores.
    They are facts; what they mean is for you and your therapist to say.
    """
    from journal.clock import today

    day = today()
    wanted = asked(since, until, day)
    with reading(place_of(context)) as vault:
        from journal.cli.figures import figures

        period = wanted.period(vault)
        found = figures(vault, period, day)
        masked = vault.settings.get().masked
    wanted.say(period)
    if as_json:
        import msgspec

        from journal.cli.documents import one

        output.write_bytes([one(msgspec.to_builtins(found))])
        return
    sections = list(_sections(found, masked=masked))
    for heading, rows in sections:
        output.write(f"{heading}\n")
        for row in table(rows, indent=2):
            output.write(f"{row}\n")
    if not sections:
        output.say("There is nothing from this time. Name another one with --since and --until.")
    elif masked:
        say_masked("")


def _sections(found: "Figures", *, masked: bool) -> Iterator[tuple[str, Sequence[tuple[str, ...]]]]:
    """The parts that there is something to say in: a heading, and rows with what the person wrote at their end."""
    if found.entries:
        yield f"Entries: {found.entries}", [(str(n), kind.label) for kind, n in found.kinds.items()]
    if found.outcomes:
        yield "How it went", [(str(n), outcome.label) for outcome, n in found.outcomes.items()]
    if found.homework:
        homework = [
            (one.state.label, one.progress, str(one.entries), title(one.title, masked=masked)) for one in found.homework
        ]
        yield "Homework", [("state", "progress", "entries", "title"), *homework]
    if found.ratings:
        ratings = [
            (
                str(one.count),
                rating_range([one.lowest, one.highest], None),
                str(one.latest),
                one.latest_on.isoformat(),
                one.moment.label,
                name,
            )
            for one in found.ratings
            for name in (_scale_name(one, masked=masked),)
        ]
        yield "Ratings", [("count", "range", "latest", "on", "moment", "scale"), *ratings]
    for stage in found.sensate_focus:
        name = f"stage {stage.stage.label}" if stage.stage else "without a stage"
        yield f"Sensate focus, {name}", list(_focus_rows(stage, masked=masked))
    if found.goals:
        goals = [
            (
                "" if one.latest is None else str(one.latest),
                one.latest_on.isoformat() if one.latest_on else "",
                "" if one.baseline is None else str(one.baseline),
                one.state.label,
                title(one.goal, masked=masked),
            )
            for one in found.goals
        ]
        yield "Goals, 0 to 10", [("latest", "on", "at the start", "it is", "goal"), *goals]
    if found.gad7:
        yield "GAD-7", [(one.date.isoformat(), _gad7(one.score)) for one in found.gad7]
    if found.scores:
        yield (
            "Scores I was given",
            [(one.date.isoformat(), title(f"{one.number} {one.name}", masked=masked)) for one in found.scores],
        )


def _focus_rows(stage: "FocusStage", *, masked: bool) -> Iterator[tuple[str, str]]:
    yield str(stage.practices), "practice" if stage.practices == 1 else "practices"
    if stage.minutes:
        fewest, most = stage.minutes
        yield str(fewest) if fewest == most else f"{fewest} to {most}", "minutes"
    for one in stage.ratings:
        moment = "" if one.moment is Moment.ONCE else f", {one.moment.label}"
        said = rating_range([one.lowest, one.highest], SCALE.get(one.scale))
        yield said, f"{_scale_name(one, masked=masked)}{moment}"
    if stage.stopped_early:
        yield str(stage.stopped_early), "stopped early"
    for ending, n in stage.endings.items():
        yield str(n), f"ended {ending.label}"
    for answer, n in stage.limits_kept.items():
        yield str(n), f"agreed limits kept: {answer.label}"
    for who, n in stage.initiated_by.items():
        yield str(n), f"initiated by {title(who, masked=masked)}"


def _scale_name(one: "Ratings", *, masked: bool) -> str:
    name = title(one.name, masked=masked and one.scale not in SCALE)
    return name if one.of is None else f"{name}, 0 to {one.of}"


def _gad7(score: int | None) -> str:
    return "not complete" if score is None else f"{score} of 21"
