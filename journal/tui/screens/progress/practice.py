"""The sections of Progress that are made of entries."""

import datetime as dt

from journal.model.dates import long_date, week_of
from journal.model.entry import NOT_PRACTISED, Kind
from journal.model.ranges import Range, month_before
from journal.model.rating import Moment, Scale
from journal.progress.figures import Figures, Key
from journal.progress.practice import (
    day_mark,
    day_words,
    letters,
    month_days,
    month_table,
    small_letters,
    week_figures,
    weeks_of_month,
)
from journal.progress.ratings import pair_figures, rating_figures
from journal.progress.sensate_focus import focus_figures
from journal.tui.screens.progress.section import (
    Asked,
    Month,
    Only,
    Page,
    Section,
    only_words,
    scale_choices,
    scale_title,
    sentence,
)
from journal.vault.statistics import Ratings
from journal.vault.vault import Vault

_AROUND = (Moment.BEFORE, Moment.AFTER)


class RatingsSection(Section):
    """Ratings on one scale over time."""

    id = "ratings"
    name = "Ratings"
    key = "R"
    help = "Ratings over time, on one scale at a time"
    filtered = True
    scaled = True

    empty = (
        "No ratings on this scale in these days.\n\n"
        "In the form of an entry a rating is one key press, and each can be skipped: n logs an entry.\n"
        "r chooses other days, s another scale, f other entries."
    )

    def read(self, vault: Vault, asked: Asked) -> Page:
        """The ratings on the scale that was asked for, or else on the first one in use."""
        scales, days = vault.scales(), asked.range(vault)
        choices = scale_choices(
            [one for one in scales if self.takes(one)], vault.statistics.scales(), scales, asked.mask
        )
        chosen = asked.scale if asked.scale in dict(choices) else choices[0][0]
        scale, only = scales.get(chosen), asked.only
        ratings = vault.statistics.rated(chosen, days.first, days.last, kind=only.kind, assignment=only.assignment)
        return Page(
            title=scale_title(scale, asked.mask),
            about=sentence(only_words(vault, only, asked.mask), days.words),
            empty=self.empty,
            figures=self.figures(ratings, scale, days),
            scale=chosen,
            choices=choices,
        )

    def takes(self, scale: Scale) -> bool:
        """Whether a scale can be chosen here."""
        return True

    def figures(self, ratings: Ratings, scale: Scale | None, days: Range) -> Figures:
        """The figures of these ratings."""
        return rating_figures(ratings, scale, days)


class PairsSection(RatingsSection):
    """Ratings before a practice beside those after it."""

    id = "pairs"
    name = "Before/after"
    key = "B"
    help = "Ratings before a practice beside those after it"

    empty = (
        "No entry in these days has this rating both before and after.\n\n"
        "Tension is asked for before, at its highest and after; a scale of your own can be too (O shows those).\n"
        "r chooses other days, s another scale, f other entries."
    )

    def takes(self, scale: Scale) -> bool:
        """Scales that are rated both before and after."""
        return all(moment in scale.moments for moment in _AROUND)

    def figures(self, ratings: Ratings, scale: Scale | None, days: Range) -> Figures:
        """The pairs of these ratings."""
        return pair_figures(ratings, scale)


class WeeksSection(Section):
    """Entries by week and kind, and how they went."""

    id = "weeks"
    name = "Weeks"
    key = "W"
    help = "Entries by week and kind, and how they went"
    filtered = True

    def read(self, vault: Vault, asked: Asked) -> Page:
        """The weeks of the range."""
        days, only = asked.range(vault), asked.only
        found = vault.statistics.days(days.first, days.last, assignment=only.assignment)
        outcomes = vault.statistics.outcomes(days.first, days.last, kind=only.kind, assignment=only.assignment)
        return Page(
            title="Entries by week and kind",
            about=sentence(only_words(vault, only, asked.mask), days.words),
            empty="No entries in these days.\n\nn logs one; r chooses other days, f other entries.",
            figures=week_figures(
                [day for day in found if only.kind in (None, day.kind)], outcomes, asked.first_weekday, days
            ),
            only=only,
            days=days,
        )

    def behind(self, key: Key) -> tuple[dt.date, dt.date]:
        """The days of a week, by its first one."""
        first = dt.date.fromisoformat(str(key))
        return week_of(first, first.weekday())


class CalendarSection(Section):
    """A month, with the days that have entries."""

    id = "calendar"
    name = "Calendar"
    key = "C"
    help = "The days of a month that have entries"
    ranged = False

    def read(self, vault: Vault, asked: Asked) -> Page:
        """The month of the day that was asked for."""
        first = month_before(asked.day, 0)
        weeks = weeks_of_month(first, asked.first_weekday)
        last = max(day for week in weeks for day in week if day)
        statistics = vault.statistics
        found = month_days(
            statistics.days(first, last), statistics.days(first, last, outcomes=NOT_PRACTISED), asked.today
        )
        return Page(
            title=" ".join(long_date(first).split()[2:]),
            about="Arrows choose a day, Enter shows its entries. Page Up and Page Down go to other months, Tab "
            "to the next section.",
            empty="No entries in this month.",
            figures=Figures(table=month_table(found)),
            month=Month(
                weeks,
                {day: day_mark(counts) for day, counts in found.items()},
                {day: day_words(counts) for day, counts in found.items()},
                letters(found),
                small_letters(found),
            ),
        )


class FocusSection(Section):
    """The facts of sensate focus at each stage."""

    id = "focus"
    name = "Focus"
    key = "F"
    help = "Sensate focus: the facts of each stage"

    def read(self, vault: Vault, asked: Asked) -> Page:
        """The practices of the range."""
        days = asked.range(vault)
        figures = focus_figures(vault.statistics.focus(days.first, days.last), asked.today, asked.mask)
        return Page(
            title="Sensate focus by stage",
            about=sentence(days.words),
            empty="No sensate-focus practice in these days.\n\nn logs one; r chooses other days.",
            figures=Figures(table=figures.table),
            facts=figures.facts,
            only=Only(Kind.SENSATE_FOCUS),
        )
