"""The sections that are made from entries, as they were released.

A section notes which fields it has told of. Whatever is left at the end stands under "Details chosen", since the client
chose each of these lines.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journal.model.dates import short_date
from journal.model.entry import Education, Entry, EntryContent, Kind, ResourceType, SensateFocus
from journal.model.focus import StageFacts, by_stage, focus_of
from journal.model.homework import Assignment
from journal.model.ranges import day_month
from journal.model.rating import SCALE, Moment, Scales, rating_range, rating_word
from journal.model.sensate_focus import Stage
from journal.model.sharing import RATING, TASK, TASK_LABEL, filled
from journal.safety.text import safe_line
from journal.summary.facts import label, words
from journal.summary.page import Fact, Item, Parts, Passage, Plot, Point, Row, Table

_LEARNING_CHARACTERS = 100  # what a table has room for
_WORDING_CHARACTERS = 160

# The field that names an entry of a kind where no topic does.
_OWN_NAME = {
    Kind.EXPERIMENTATION: "what",
    Kind.EDUCATION: "resource",
    Kind.COMMUNICATION: "skill",
    Kind.REFLECTION: "prompt",
}
# What a practice of a kind leaves behind, in a line. Communication has a table of its own for it; what an experiment
# was expected to bring and what it brought are read together, further down.
_LEARNING = {Kind.SENSATE_FOCUS: "came_back", Kind.EDUCATION: "takeaway"}
_FELT_HEARD = RATING + "felt_heard"


@dataclass
class _Line:
    """An entry as it was released, its date in words, and the names of its fields that are on the page already.

    `task` is the title of its homework, if that was released.
    """

    id: str
    content: EntryContent
    day: str
    scales: Scales
    task: str
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = [n for n, _ in filled(self.content) if n == "time" or self.words(n)]

    @property
    def about(self) -> str:
        return f"{self.day} · {self.content.kind.label}"

    @property
    def untold(self) -> list[str]:
        return [name for name in self.names if name not in self.told]

    def holds(self, *names: str) -> bool:
        return any(name in self.names for name in names)

    def words(self, name: str) -> Parts:
        if name == TASK:
            return (self.task,) if safe_line(self.task) else ()
        return words(self.content, name, self.scales)

    def fact(self, name: str, key: str) -> Fact:
        return Fact(TASK_LABEL if name == TASK else label(self.content, name, self.scales), self.words(name), key)

    def tell(self, name: str) -> Parts:
        """The words of a field, now on the page; the date is on the page with them."""
        self.told |= {name, "time"}
        return self.words(name) if name in self.names else ()

    def tell_short(self, name: str, characters: int) -> Parts:
        """The same on one line. What is too long for it is cut there, and so is told in full elsewhere."""
        whole = " ".join(safe_line(part) for part in self.tell(name))
        if len(whole) <= characters:
            return (whole,) if whole else ()
        self.told.discard(name)
        return (whole[:characters].rsplit(" ", 1)[0] + " …",)

    def tell_name(self) -> str:
        """Its topic, its homework, or what its kind is about. May be ""."""
        for name in ("topic", TASK, _OWN_NAME.get(self.content.kind, "")):
            if name in self.names:
                return self.tell(name)[0]
        return ""


@dataclass(frozen=True)
class EntrySections:
    """What entries give to a page, by section; None or empty where they give nothing.

    `important` are all that were raised, the latest first. `excerpts` are all texts, the latest last.
    """

    important: tuple[Item, ...]
    homework: Table | None
    focus: Table | None
    communication: Table | None
    excerpts: tuple[Passage, ...]
    plots: tuple[Plot, ...]
    health: tuple[Item, ...]
    questions: tuple[Item, ...]
    topics: tuple[Item, ...]
    details: tuple[Passage, ...]


def arrange(
    entries: Sequence[Entry], tasks: Mapping[str, Assignment], *, with_year: bool, scales: Scales, today: dt.date
) -> EntrySections:
    """What released entries give to each section, in the order in which they are read.

    `tasks` are homework by its ids.
    """
    lines = [
        _Line(
            entry.id,
            entry.content,
            _day(entry.content, with_year=with_year),
            scales,
            _title(tasks.get(entry.content.assignment or ""), entry.content.kind),
        )
        for entry in entries
    ]
    important = _important(lines)
    health, questions = _questions(lines)
    communication = _communication(lines)
    excerpts = _excerpts(lines)
    homework = _homework(lines)
    focus = _focus(lines, today)
    plots = _plots(lines)
    topics, details = _details(lines)
    return EntrySections(
        important=important,
        homework=homework,
        focus=focus,
        communication=communication,
        excerpts=excerpts,
        plots=plots,
        health=health,
        questions=questions,
        topics=topics,
        details=details,
    )


def _title(task: Assignment | None, kind: Kind) -> str:
    # The title of an experiment may be what was tried: it was chosen with care only where the entry is one too.
    if task is None or (task.kind is Kind.EXPERIMENTATION and kind is not Kind.EXPERIMENTATION):
        return ""
    return task.title


def _day(content: EntryContent, *, with_year: bool) -> str:
    when = content.when
    day = short_date(when.date)
    if not with_year:
        day = day.removesuffix(f" {when.date.year}")
    return day + (f", {when.time:%H:%M}" if when.time else "")


def _important(lines: list[_Line]) -> tuple[Item, ...]:
    raised = []
    for line in reversed(lines):  # what was raised last is nearest to the session
        if line.holds("flagged"):
            line.tell("flagged")
            raised.append(Item(line.tell_name() or _first_line(line.content), line.about, f"important:{line.id}"))
    return tuple(raised)


def _first_line(content: EntryContent) -> str:
    line = next((safe_line(line) for line in content.text[:400].splitlines() if safe_line(line)), "")
    return line if len(line) <= _LEARNING_CHARACTERS else line[:_LEARNING_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _questions(lines: list[_Line]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Questions about health or medicine, which are those for a clinician, and all others."""
    health: list[Item] = []
    others: list[Item] = []
    for line in lines:
        if line.holds("question"):
            item = Item(line.tell("question")[0], line.about, f"question:{line.id}")
            details = line.content.details
            is_health = isinstance(details, Education) and details.resource_type is ResourceType.CLINICIAN
            (health if is_health else others).append(item)
    return tuple(health), tuple(others)


def _communication(lines: list[_Line]) -> Table | None:
    rows = [
        Row(
            (
                (line.day,),
                line.tell("topic") + line.tell(TASK) + line.tell("skill"),
                line.tell("reply"),
                line.tell(_FELT_HEARD),
                line.tell_short("next_wording", _WORDING_CHARACTERS),
            ),
            f"spoken:{line.id}",
        )
        for line in lines
        if line.content.kind is Kind.COMMUNICATION and line.holds("skill", "reply", _FELT_HEARD, "next_wording")
    ]
    return Table(("Date", "Practised", "Reply", "Felt heard", "Next wording"), tuple(rows)) if rows else None


def _excerpts(lines: list[_Line]) -> tuple[Passage, ...]:
    return tuple(
        Passage(line.about, line.tell_name(), text=line.tell("text")[0], key=f"excerpt:{line.id}")
        for line in lines
        if line.holds("text")
    )


def _homework(lines: list[_Line]) -> Table | None:
    """A row for each homework whose title was released, and one for every other practice."""
    groups: dict[str, list[_Line]] = {}
    for line in lines:
        kind = line.content.kind
        named = kind is not Kind.REFLECTION and {"topic", TASK, _OWN_NAME.get(kind)} & set(line.untold)
        if named or line.holds("outcome", "minutes", "obstacles", "stage", _LEARNING.get(kind, "")):
            homework = line.content.assignment
            key = f"homework:{homework}" if homework and line.holds(TASK) else f"practice:{line.id}"
            groups.setdefault(key, []).append(line)
    rows = tuple(Row(_practices(group), key) for key, group in groups.items())
    columns = ("Date", "Practice", "How it went", "Minutes", "Helped or learnt", "In the way")
    return Table(columns, rows) if rows else None


def _practices(group: list[_Line]) -> tuple[Parts, ...]:
    """The cells for the practices of one homework, or for a single practice."""
    kind = group[-1].content.kind
    stages = [f"stage {stage.value}" for line in group if (stage := _stage(line.content))]
    for line in group:
        line.tell("stage")
    names = [part for line in group for part in (line.tell(TASK) + line.tell("topic") or (line.tell_name(),)) if part]
    outcomes = Counter(outcome for line in group for outcome in line.tell("outcome"))
    learning = _LEARNING.get(kind, "")
    learnt_last = next((line for line in reversed(group) if line.holds(learning)), None)
    return (
        tuple(dict.fromkeys(line.day for line in group)),
        tuple(dict.fromkeys((kind.label, *stages, *names))),
        tuple(outcome if len(group) == 1 else f"{outcome} {count}" for outcome, count in outcomes.items()),
        _least_to_most([int(minutes) for line in group for minutes in line.tell("minutes")]),
        learnt_last.tell_short(learning, _LEARNING_CHARACTERS)
        if learnt_last
        else (),  # a line is all there is room for
        tuple(dict.fromkeys(obstacle for line in group for obstacle in line.tell("obstacles"))),
    )


def _least_to_most(numbers: list[int]) -> Parts:
    if not numbers:
        return ()
    least, most = min(numbers), max(numbers)
    return (str(least) if least == most else f"{least} to {most}",)


def _focus(lines: list[_Line], today: dt.date) -> Table | None:
    practices = (focus_of(line.content) for line in lines if _is_practice(line))
    rows = [
        Row(
            (
                (at.stage.label,) if at.stage else (),
                (str(len(at.practices)),),
                _range(at, "attention", Moment.ONCE),
                _range(at, "tension", Moment.BEFORE),
                _range(at, "tension", Moment.HIGHEST),
                _range(at, "tension", Moment.AFTER),
                (str(at.stops),) if at.stops else (),
            ),
            f"focus:{at.stage.value if at.stage else ''}",
        )
        for at in by_stage(filter(None, practices), today)
    ]
    if not any(cell for row in rows for cell in (row.cells[0], *row.cells[2:])):
        return None  # a bare number says nothing that the table of homework doesn't
    columns = (
        "Stage", "Practices", "Attention", "Tension before", "Highest tension", "Tension after", "Stopped early"
    )  # fmt: skip
    return Table(columns, tuple(rows))


def _plots(lines: list[_Line]) -> tuple[Plot, ...]:
    """A plot for each scale and moment of which at least two ratings were released."""
    values: dict[tuple[str, Moment], list[Point]] = {}
    for line in lines:
        for rating in line.content.ratings:
            place = (rating.scale, rating.moment)
            values.setdefault(place, []).append(Point(line.content.when.date, rating.value))
    return tuple(
        _plot(lines[0].scales, scale, moment, points) for (scale, moment), points in values.items() if len(points) > 1
    )


def _plot(scales: Scales, scale: str, moment: Moment, points: list[Point]) -> Plot:
    known = scales.get(scale)
    first, last = points[0].day, points[-1].day
    days = day_month(first) if first == last else f"{day_month(first)} to {day_month(last)}"
    return Plot(
        title=scales.name(scale) + ("" if moment is Moment.ONCE else f", {moment.label}"),
        highest=known.highest if known else max(point.value for point in points),
        points=tuple(points),
        words=f"{', '.join(rating_word(point.value, known) for point in points)} ({days})",
        key=f"plot:{scale}:{moment.value}",
    )


def _stage(content: EntryContent) -> Stage | None:
    return content.details.stage if isinstance(content.details, SensateFocus) else None


def _is_practice(line: _Line) -> bool:
    # Where the outcome was not released, it may have been any: then something has to show that there was a practice.
    content = line.content
    shows = content.outcome or content.ratings or line.holds("minutes", "minutes_each_way", "ending", "sensations")
    return bool(shows)


def _range(at: StageFacts, scale: str, moment: Moment) -> Parts:
    values = at.values(scale, moment)
    return (rating_range(values, SCALE[scale]),) if values else ()


def _details(lines: list[_Line]) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    """Entries of which only the topic or the time is left to tell; and the fields that are left of the others."""
    topics, passages = [], []
    for line in lines:
        if untold := line.untold:
            topic = line.words("topic")
            facts = tuple(
                line.fact(name, f"detail:{line.id}:{name}") for name in untold if name not in ("topic", "time")
            )
            title = topic[0] if topic else ""
            if facts:
                passages.append(Passage(line.about, title, facts=facts, key=f"details:{line.id}"))
            else:
                topics.append(Item(title, line.about, f"topic:{line.id}"))
    return tuple(topics), tuple(passages)
