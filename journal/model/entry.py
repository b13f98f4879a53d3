"""The five kinds of homework entry. Every field of every kind can be skipped."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, ClassVar

from journal.errors import BadInput
from journal.model.dates import When
from journal.model.fields import Field, FieldSpec, Guard, Term, check_numbers, fields_of
from journal.model.rating import SCALE, Rating
from journal.model.sensate_focus import RuleSet, Stage


class Kind(Term):
    """The five kinds."""

    SENSATE_FOCUS = "sensate_focus", "Sensate focus"
    EXPERIMENTATION = "experimentation", "Experimentation"
    EDUCATION = "education", "Education"
    COMMUNICATION = "communication", "Communication"
    REFLECTION = "reflection", "Reflection"


class Outcome(Term):
    """How it went. All are of equal standing, and each is a complete answer."""

    PLANNED = "planned", "planned"
    TRIED = "tried", "tried"
    PARTLY = "partly", "partly"
    DONE = "done", "done"
    STOPPED_EARLY = "stopped_early", "stopped early"
    CHOSE_NOT_TO = "chose_not_to", "chose not to"
    NOT_THIS_WEEK = "not_this_week", "not this week"
    CHANGED_WITH_THERAPIST = "changed_with_therapist", "changed with therapist"


class Obstacle(Term):
    """What got in the way; none of them is a fault."""

    NO_TIME_OR_PRIVACY = "no_time_or_privacy", "no time or privacy"
    FORGOT = "forgot", "forgot"
    UNCLEAR_HOW = "unclear_how", "unclear how"
    UNCLEAR_WHY = "unclear_why", "unclear why"
    ANXIOUS_OR_AVOIDING = "anxious_or_avoiding", "anxious or avoiding"
    UNWELL_OR_IN_PAIN = "unwell_or_in_pain", "unwell or in pain"
    TIRED = "tired", "tired"
    CONFLICT = "conflict", "conflict"
    PARTNER_UNAVAILABLE = "partner_unavailable", "partner unavailable"
    DID_NOT_FIT_MY_VALUES = "did_not_fit_my_values", "didn't fit my values"
    TOO_EASY = "too_easy", "too easy"
    TOO_HARD = "too_hard", "too hard"


class Mode(Term):
    """With whom."""

    SOLO = "solo", "solo"
    PARTNERED = "partnered", "partnered"
    GROUP = "group", "group"


class Ending(Term):
    """How a sensate-focus practice ended."""

    AS_PLANNED = "as_planned", "as planned"
    CHOICE = "choice", "by choice"
    STOP_WORD = "stop_word", "stop word"
    INTERRUPTION = "interruption", "interruption"


class LimitsKept(Term):
    """Whether the agreed limits were kept."""

    YES = "yes", "yes"
    NO = "no", "no"
    UNSURE = "unsure", "unsure"


class Decision(Term):
    """What to do with an experiment."""

    KEEP = "keep", "keep"
    ADAPT = "adapt", "adapt"
    LEAVE = "leave", "leave"


class ResourceType(Term):
    """What was read, watched, heard or asked."""

    BOOK = "book", "book"
    ARTICLE = "article", "article"
    WEB = "web", "web"
    VIDEO = "video", "video"
    AUDIO = "audio", "audio"
    MIRROR = "mirror", "mirror"
    CLINICIAN = "clinician", "clinician"


class Reply(Term):
    """How a request was received."""

    HEARD = "heard", "heard"
    DECLINED = "declined", "declined"
    LATER = "later", "later"
    NOT_YET_ASKED = "not_yet_asked", "not yet asked"


class Sensation(Term):
    """What touch can be noticed by."""

    TEMPERATURE = "temperature", "temperature"
    PRESSURE = "pressure", "pressure"
    TEXTURE = "texture", "texture"


@dataclass(frozen=True, kw_only=True)
class SensateFocus:
    """The fields of a sensate-focus practice."""

    kind: ClassVar[Kind] = Kind.SENSATE_FOCUS

    stage: Annotated[Stage | None, Field("Stage", "What was done is shown by stage.")] = None
    initiated_by: Annotated[str, Field("Who initiated", "A nickname, or: me.")] = ""
    touched_first: Annotated[str, Field("Who touched first")] = ""
    minutes_each_way: Annotated[int | None, Field("Minutes each way")] = None
    ending: Annotated[Ending | None, Field("How it ended", "Each is fine; it shows what a practice needs.")] = None
    sensations: Annotated[tuple[Sensation, ...], Field("Noticed", "What the touch could be noticed by.")] = ()
    sensation_notes: Annotated[str, Field("Sensations noticed", "Plain words: warm, light, rough.", long=True)] = ""
    distractions: Annotated[str, Field("Distractions", "Where attention went.", long=True)] = ""
    came_back: Annotated[str, Field("How I came back", "What helped attention return.", long=True)] = ""
    limits_kept: Annotated[
        LimitsKept | None, Field("Agreed limits kept", "So that it can be talked about, if you choose.", Guard.GUARDED)
    ] = None
    partner_observations: Annotated[
        str,
        Field("Observations about a partner", "Yours to keep; shared only if you choose it.", Guard.GUARDED, long=True),
    ] = ""
    rules: Annotated[RuleSet, Field("Rules in force")] = RuleSet()


@dataclass(frozen=True, kw_only=True)
class Experimentation:
    """The fields of an experiment."""

    kind: ClassVar[Kind] = Kind.EXPERIMENTATION

    what: Annotated[str, Field("What", "The idea, aid or change that was tried.", Guard.GUARDED)] = ""
    agreed_limits: Annotated[str, Field("Agreed limits", long=True)] = ""
    prediction: Annotated[str, Field("Prediction", "What I expected beforehand, to compare afterwards.", long=True)] = (
        ""
    )
    what_happened: Annotated[str, Field("What happened", long=True)] = ""
    decision: Annotated[Decision | None, Field("Keep, adapt or leave", "What to do with it from here.")] = None


@dataclass(frozen=True, kw_only=True)
class Education:
    """The fields of something read, watched, heard or asked."""

    kind: ClassVar[Kind] = Kind.EDUCATION

    resource: Annotated[str, Field("Resource", "Title, or whom I asked.")] = ""
    resource_type: Annotated[ResourceType | None, Field("Type")] = None
    portion: Annotated[str, Field("Portion", "Pages, chapter or minutes.")] = ""
    takeaway: Annotated[str, Field("Takeaway", "One idea to keep.", long=True)] = ""
    believed: Annotated[str, Field("What I believed", guard=Guard.GUARDED, long=True)] = ""
    believe_now: Annotated[str, Field("What I believe now", guard=Guard.GUARDED, long=True)] = ""
    question: Annotated[str, Field("Question", "For the session.", long=True)] = ""


@dataclass(frozen=True, kw_only=True)
class Communication:
    """The fields of a communication practice."""

    kind: ClassVar[Kind] = Kind.COMMUNICATION

    skill: Annotated[str, Field("Skill", "Such as a request, restating, declining.")] = ""
    wanted_to_ask: Annotated[str, Field("What I wanted to ask", long=True)] = ""
    words_used: Annotated[str, Field("Words I used", long=True)] = ""
    reply: Annotated[Reply | None, Field("Reply", "No answer is better than another.")] = None
    next_wording: Annotated[str, Field("Next wording", "How I would put it next time.", long=True)] = ""
    rehearsal: Annotated[
        str, Field("Rehearsal draft", "To try words out. It can't be put in a summary.", Guard.NEVER, long=True)
    ] = ""


@dataclass(frozen=True, kw_only=True)
class Reflection:
    """The fields of a reflection."""

    kind: ClassVar[Kind] = Kind.REFLECTION

    prompt: Annotated[str, Field("Prompt", "The question this answers, if any.")] = ""
    mood: Annotated[str, Field("Mood word", "To find your way back to it later.")] = ""


Details = SensateFocus | Experimentation | Education | Communication | Reflection

DETAILS: dict[Kind, type[Details]] = {
    Kind.SENSATE_FOCUS: SensateFocus,
    Kind.EXPERIMENTATION: Experimentation,
    Kind.EDUCATION: Education,
    Kind.COMMUNICATION: Communication,
    Kind.REFLECTION: Reflection,
}

# The scales that usually matter to a kind, asked first; every other scale can be used too.
USUAL_SCALES: dict[Kind, tuple[str, ...]] = {
    Kind.SENSATE_FOCUS: ("tension", "attention", "comfort", "closeness", "discomfort", "pressure"),
    Kind.EXPERIMENTATION: ("tension", "comfort", "closeness", "discomfort", "difficulty", "usefulness"),
    Kind.EDUCATION: ("usefulness", "difficulty"),
    Kind.COMMUNICATION: ("felt_heard", "difficulty", "tension", "closeness"),
    Kind.REFLECTION: ("tension", "closeness"),
}


@dataclass(frozen=True, order=True)
class SharedPassage:
    """Words within a text field, exactly as they stand there; where the field no longer has them, nothing is meant."""

    field: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """Which fields and passages of one entry were released, for each audience. The default is nothing.

    Names are those of `fields_of` the entry and its details, `time`, `assignment` for the title of its homework, and
    `rating:SCALE` for the ratings on a scale.
    """

    therapist: frozenset[str] = frozenset()
    joint: frozenset[str] = frozenset()
    therapist_passages: tuple[SharedPassage, ...] = ()
    joint_passages: tuple[SharedPassage, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EntryContent:
    """What a person wrote: everything in an entry but its identity and its history.

    `details` has the fields of the entry's own kind. `topic` is a label of a few words that can be shared alone.
    `assignment` is the id of the homework it belongs to.
    """

    when: When
    details: Details
    mode: Annotated[Mode | None, Field("With whom")] = None
    people: Annotated[tuple[str, ...], Field("People", "Nicknames, with commas between.")] = ()
    outcome: Annotated[Outcome | None, Field("How it went", "Each of these is a complete answer.")] = None
    minutes: Annotated[int | None, Field("Minutes in all")] = None
    obstacles: Annotated[
        tuple[Obstacle, ...], Field("What got in the way", "So that the task can be made to fit.")
    ] = ()
    topic: Annotated[
        str, Field("Topic label", "A few neutral words; lists show them, and they can be shared alone.")
    ] = ""
    text: Annotated[str, Field("Notes", "Whatever matters, in your own words.", long=True)] = ""
    tags: Annotated[tuple[str, ...], Field("Tags", "With commas between.")] = ()
    flagged: Annotated[bool, Field("Raise with my therapist")] = False
    ratings: tuple[Rating, ...] = ()
    assignment: str | None = None
    sharing: Sharing = Sharing()

    @property
    def kind(self) -> Kind:
        """The kind, which the details decide."""
        return self.details.kind


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry as it is kept. `id` is a UUIDv7; `version` counts saves from 1; `created` and `updated` are in UTC."""

    id: str
    version: int
    created: dt.datetime
    updated: dt.datetime
    content: EntryContent


def blank(kind: Kind, when: When) -> EntryContent:
    """An entry of a kind with nothing in it."""
    return EntryContent(when=when, details=DETAILS[kind]())


def detail_fields(kind: Kind) -> tuple[FieldSpec, ...]:
    """The fields of a kind's own."""
    record: type = DETAILS[kind]
    return fields_of(record)


def check_entry(content: EntryContent) -> None:
    """Raises BadInput for a number outside the limits of its field, or a rating outside those of a built-in scale."""
    check_numbers(content)
    check_numbers(content.details)
    for rating in content.ratings:
        scale = SCALE.get(rating.scale)
        if scale is not None and not 0 <= rating.value <= scale.highest:
            raise BadInput(f"{scale.name} goes from 0 to {scale.highest}.", "Rate it anew, or skip it.")


def was_stopped(outcome: Outcome | None, ending: Ending | None) -> bool:
    """Whether a practice was stopped: its outcome says so, or it ended with the stop word."""
    return outcome is Outcome.STOPPED_EARLY or ending is Ending.STOP_WORD


# An entry with one of these outcomes says why it was not practised; every other one counts, and so does one without.
NOT_PRACTISED = frozenset(
    {Outcome.PLANNED, Outcome.CHOSE_NOT_TO, Outcome.NOT_THIS_WEEK, Outcome.CHANGED_WITH_THERAPIST}
)


def took_place(outcome: Outcome | None, date: dt.date, today: dt.date) -> bool:
    """Whether an entry is of a practice: neither planned, nor left out for a reason, nor dated ahead."""
    return outcome not in NOT_PRACTISED and date <= today


def heading(content: EntryContent) -> str:
    """The few words that stand for an entry in a list: its topic, else what it is about, its first line, or ratings."""
    match content.details:
        case SensateFocus(stage=stage):
            own = f"Stage {stage.label}" if stage else ""
        case Experimentation(what=what):
            own = what
        case Education(resource=resource):
            own = resource
        case Communication(skill=skill):
            own = skill
        case Reflection(prompt=prompt):
            own = prompt
    first_line = next((line.strip() for line in content.text[:400].splitlines() if line.strip()), "")
    return content.topic or own or first_line or _ratings_in_short(content)


def _ratings_in_short(content: EntryContent) -> str:
    rated: dict[str, list[str]] = {}
    for rating in content.ratings:
        rated.setdefault(rating.scale, []).append(str(rating.value))
    known = {scale: values for scale, values in rated.items() if scale in SCALE}
    return ", ".join(f"{SCALE[scale].name.lower()} {'/'.join(values)}" for scale, values in known.items())
