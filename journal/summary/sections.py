"""The sections of a summary, each made from entries as they were released.

A section notes which fields it has told of. Whatever is left at the end stands under "Details chosen", since the client
chose each of these lines.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from journal.model.dates import short_date
from journal.model.entry import EntryContent, Kind, SensateFocus
from journal.model.focus import StageFacts, by_stage, focus_of
from journal.model.rating import SCALE, Moment, Scales, rating_range
from journal.model.sensate_focus import Stage
from journal.model.sharing import RATING, TASK, filled
from journal.safety.text import safe_line
from journal.summary.facts import fact, words
from journal.summary.page import Item, Items, Parts, Passage, Passages, Section, Table

_AT_MOST = 3  # of what is most important, and of excerpts
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
    """An entry as it was released, its date in words, and the names of its fields that are on the page already."""

    content: EntryContent
    day: str
    scales: Scales
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = [n for n, _ in filled(self.content) if n == "time" or (n != TASK and self.words(n))]

    @property
    def about(self) -> str:
        return f"{self.day} · {self.content.kind.label}"

    @property
    def untold(self) -> list[str]:
        return [name for name in self.names if name not in self.told]

    def holds(self, *names: str) -> bool:
        return any(name in self.names for name in names)

    def words(self, name: str) -> Parts:
        return words(self.content, name, self.scales)

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
        """Its topic, or what its kind is about. May be ""."""
        for name in ("topic", _OWN_NAME.get(self.content.kind, "")):
            if name in self.names:
                return self.tell(name)[0]
        return ""


def arrange(
    contents: Sequence[EntryContent], *, with_year: bool, scales: Scales, today: dt.date
) -> tuple[Section, ...]:
    """The sections for released entries, in the order in which they are read. Those without content are left out."""
    lines = [_Line(content, _day(content, with_year=with_year), scales) for content in contents]
    important, also = _important(lines)
    questions = _questions(lines)
    communication = _communication(lines)
    excerpts = _excerpts(lines)
    homework = _homework(lines)
    focus = _focus(lines, today)
    details = _details(lines)
    found = (important, also, homework, focus, communication, excerpts, questions, details)
    return tuple(section for section in found if section)


def _day(content: EntryContent, *, with_year: bool) -> str:
    when = content.when
    day = short_date(when.date)
    if not with_year:
        day = day.removesuffix(f" {when.date.year}")
    return day + (f", {when.time:%H:%M}" if when.time else "")


def _important(lines: list[_Line]) -> tuple[Section | None, Section | None]:
    raised = []
    for line in reversed(lines):  # what was raised last is nearest to the session
        if line.holds("flagged"):
            line.tell("flagged")
            raised.append(Item(line.tell_name() or _first_line(line.content), line.about))
    first, rest = raised[:_AT_MOST], raised[_AT_MOST:]
    return (
        Section("Most important today", Items(tuple(first), numbered=True)) if first else None,
        Section("Also raised", Items(tuple(rest))) if rest else None,
    )


def _first_line(content: EntryContent) -> str:
    line = next((safe_line(line) for line in content.text[:400].splitlines() if safe_line(line)), "")
    return line if len(line) <= _LEARNING_CHARACTERS else line[:_LEARNING_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _questions(lines: list[_Line]) -> Section | None:
    asked = [Item(line.tell("question")[0], line.about) for line in lines if line.holds("question")]
    return Section("Questions for the therapist", Items(tuple(asked))) if asked else None


def _communication(lines: list[_Line]) -> Section | None:
    rows = [
        (
            (line.day,),
            line.tell("topic") + line.tell("skill"),
            line.tell("reply"),
            line.tell(_FELT_HEARD),
            line.tell_short("next_wording", _WORDING_CHARACTERS),
        )
        for line in lines
        if line.content.kind is Kind.COMMUNICATION and line.holds("skill", "reply", _FELT_HEARD, "next_wording")
    ]
    return _table("Communication", ("Date", "Practised", "Reply", "Felt heard", "Next wording"), rows)


def _excerpts(lines: list[_Line]) -> Section | None:
    chosen = [line for line in lines if line.holds("text")][-_AT_MOST:]
    passages = tuple(Passage(line.about, line.tell_name(), text=line.tell("text")[0]) for line in chosen)
    return Section("Chosen excerpts", Passages(passages)) if passages else None


def _homework(lines: list[_Line]) -> Section | None:
    rows = []
    for line in lines:
        kind = line.content.kind
        learning = _LEARNING.get(kind, "")
        named = kind is not Kind.REFLECTION and {"topic", _OWN_NAME.get(kind)} & set(line.untold)
        if not named and not line.holds("outcome", "minutes", "obstacles", "stage", learning):
            continue
        stage = _stage(line.content)
        line.tell("stage")
        name = line.tell_name()
        rows.append(
            (
                (line.day,),
                (kind.label, *((f"stage {stage.value}",) if stage else ()), *((name,) if name else ())),
                line.tell("outcome"),
                line.tell("minutes"),
                line.tell_short(learning, _LEARNING_CHARACTERS),
                line.tell("obstacles"),
            )
        )
    return _table("Homework", ("Date", "Practice", "How it went", "Minutes", "Helped or learnt", "In the way"), rows)


def _focus(lines: list[_Line], today: dt.date) -> Section | None:
    practices = (focus_of(line.content) for line in lines if _is_practice(line))
    rows = [
        (
            (at.stage.label,) if at.stage else (),
            (str(len(at.practices)),),
            _range(at, "attention", Moment.ONCE),
            _range(at, "tension", Moment.BEFORE),
            _range(at, "tension", Moment.HIGHEST),
            _range(at, "tension", Moment.AFTER),
            (str(at.stops),) if at.stops else (),
        )
        for at in by_stage(filter(None, practices), today)
    ]
    if not any(cell for stage, _, *facts in rows for cell in (stage, *facts)):
        return None  # a bare number says nothing that the table of homework doesn't
    columns = (
        "Stage", "Practices", "Attention", "Tension before", "Highest tension", "Tension after", "Stopped early"
    )  # fmt: skip
    return _table("Sensate focus", columns, rows)


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


def _details(lines: list[_Line]) -> Section | None:
    passages = []
    for line in lines:
        if untold := line.untold:
            topic = line.words("topic")
            facts = tuple(fact(line.content, name, line.scales) for name in untold if name not in ("topic", "time"))
            passages.append(Passage(line.about, topic[0] if topic else "", facts=facts))
    return Section("Details chosen", Passages(tuple(passages))) if passages else None


def _table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[Parts, ...]]) -> Section | None:
    kept = list(rows)
    filled_places = [place for place in range(len(columns)) if any(row[place] for row in kept)]
    if not filled_places:
        return None
    return Section(
        title,
        Table(
            tuple(columns[place] for place in filled_places),
            tuple(tuple(row[place] for place in filled_places) for row in kept),
        ),
    )
