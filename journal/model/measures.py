"""What is measured beside the ratings of an entry: own scales, GAD-7, and scores that a therapist gave."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Annotated, ClassVar

from journal.model.fields import Field, Guard, Term, decimal_of
from journal.model.rating import Moment, Scale


@dataclass(frozen=True, kw_only=True)
class OwnScale:
    """A scale of the person's own, from 0 to `highest`, or to 10 where there is none."""

    type: ClassVar[str] = "scale"

    name: Annotated[str, Field("Name")] = ""
    highest: Annotated[
        int | None,
        Field("Highest number", "From 1 to 100; left empty, it is 10. The lowest is 0.", highest=100, lowest=1),
    ] = None
    low_word: Annotated[str, Field("What 0 means")] = ""
    high_word: Annotated[str, Field("What the highest means")] = ""
    moments: Annotated[tuple[Moment, ...], Field("When it is rated", "Overall where nothing is chosen.")] = ()

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return self.name or "A scale"

    def scale(self, scale_id: str) -> Scale:
        """The scale that this describes. Ratings on it are shared only where they are chosen by themselves."""
        return Scale(
            scale_id,
            self.heading,
            self.highest or 10,
            (self.low_word or "lowest", self.high_word or "highest"),
            self.moments or (Moment.ONCE,),
            Guard.GUARDED,
        )


@dataclass(frozen=True, kw_only=True)
class OutsideScore:
    """A score that the therapist, or somebody else, gave; what it means is theirs to say."""

    type: ClassVar[str] = "score"

    name: Annotated[str, Field("Name", "As on the sheet you were given.")] = ""
    date: Annotated[dt.date | None, Field("Date")] = None
    number: Annotated[str, Field("Score", "A number, such as 24 or 3.5.", decimal=True)] = ""
    note: Annotated[str, Field("Note", long=True)] = ""

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return self.name or "A score"

    @property
    def value(self) -> float | None:
        """The score as a number; None where it isn't one."""
        return decimal_of(self.number)


class Frequency(Term):
    """The four answers of GAD-7."""

    NOT_AT_ALL = "0", "Not at all"
    SEVERAL_DAYS = "1", "Several days"
    MORE_THAN_HALF = "2", "More than half the days"
    NEARLY_EVERY_DAY = "3", "Nearly every day"


class Impact(Term):
    """The four answers of the last question of GAD-7, which isn't added."""

    NOT = "not", "Not difficult at all"
    SOMEWHAT = "somewhat", "Somewhat difficult"
    VERY = "very", "Very difficult"
    EXTREMELY = "extremely", "Extremely difficult"


@dataclass(frozen=True, kw_only=True)
class Gad7:
    """GAD-7 as it was filled in on a day (Spitzer, Kroenke, Williams and Löwe 2006, doi:10.1001/archinte.166.10.1092).

    Its wording is the instrument's own; no permission is needed to reproduce it. The score is a plain sum, and nothing
    is concluded from it here.
    """

    type: ClassVar[str] = "gad7"

    date: Annotated[dt.date | None, Field("Date")] = None
    nervous: Annotated[Frequency | None, Field("Feeling nervous, anxious or on edge")] = None
    control: Annotated[Frequency | None, Field("Not being able to stop or control worrying")] = None
    worry: Annotated[Frequency | None, Field("Worrying too much about different things")] = None
    relaxing: Annotated[Frequency | None, Field("Trouble relaxing")] = None
    restless: Annotated[Frequency | None, Field("Being so restless that it is hard to sit still")] = None
    irritable: Annotated[Frequency | None, Field("Becoming easily annoyed or irritable")] = None
    afraid: Annotated[Frequency | None, Field("Feeling afraid as if something awful might happen")] = None
    impact: Annotated[
        Impact | None,
        Field(
            "If you checked off any problems, how difficult have these problems made it for you to do your work, take "
            "care of things at home, or get along with other people?"
        ),
    ] = None

    @property
    def heading(self) -> str:
        """The few words that stand for it in a list."""
        return "GAD-7" if self.score is None else f"GAD-7: {self.score} of 21"

    @property
    def answers(self) -> tuple[Frequency | None, ...]:
        """The seven answers that are added."""
        return tuple(getattr(self, f.name) for f in fields(self) if f.name not in ("date", "impact"))

    @property
    def score(self) -> int | None:
        """The sum of the seven answers, 0 to 21; None while one of them is missing."""
        given = [answer for answer in self.answers if answer is not None]
        return sum(int(answer.value) for answer in given) if len(given) == len(self.answers) else None
