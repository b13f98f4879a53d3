"""Ratings on a scale over time, and those before a practice beside those after it."""

from journal.model.dates import short_date
from journal.model.ranges import Range
from journal.model.rating import Moment, Scale, rating_range, rating_word
from journal.progress.figures import DATE, Cells, Column, Figures, Made, Plot, Series, Table, counted
from journal.vault.statistics import Ratings

MARKS = {Moment.BEFORE: "○", Moment.HIGHEST: "▲", Moment.AFTER: "●", Moment.ONCE: "◆"}


def rating_figures(ratings: Ratings, scale: Scale | None, days: Range) -> Figures:
    """Every rating on a scale by its day. `scale` is None where it isn't known here any more."""
    if not ratings.places:
        return Figures()
    series = tuple(
        Series(moment.label, MARKS[moment], _days(ratings, tuple(values)), list(values.values()))
        for moment, values in ratings.values.items()
    )
    low, high = _ends(ratings, scale)
    plot = Plot(
        series=series,
        first=(days.first or ratings.date(ratings.places[0])).toordinal(),
        last=(days.last or ratings.date(ratings.places[-1])).toordinal(),
        low=low,
        high=high,
        names=_names(scale),
    )
    return Figures(
        facts=_facts(counted(len(ratings.places), "entry", "entries"), ratings, scale),
        table=_table(ratings, ratings.places, scale),
        plot=plot,
    )


def pair_figures(ratings: Ratings, scale: Scale | None) -> Figures:
    """The ratings of entries that have one before and one after, in the order of the entries."""
    before, after = (ratings.values.get(moment, {}) for moment in (Moment.BEFORE, Moment.AFTER))
    places = tuple(place for place in before if place in after)
    if not places:
        return Figures()
    pairs = Ratings(
        places,
        {
            Moment.BEFORE: {place: before[place] for place in places},
            Moment.AFTER: {place: after[place] for place in places},
        },
    )
    low, high = _ends(pairs, scale)
    plot = Plot(
        series=tuple(
            Series(moment.label, MARKS[moment], range(len(places)), list(values.values()))
            for moment, values in pairs.values.items()
        ),
        first=0,
        last=len(places) - 1,
        low=low,
        high=high,
        names=_names(scale),
        dates=Made(len(places), lambda number: ratings.date(places[number])),
        joined=True,
    )
    counts = counted(len(places), "entry", "entries") + " with both"
    return Figures(facts=_facts(counts, pairs, scale), table=_table(pairs, places, scale), plot=plot)


def _days(ratings: Ratings, places: tuple[int, ...]) -> Made[int]:
    """The days of places, told as they are asked for: a plot looks at few of them."""
    return Made(len(places), lambda number: ratings.date(places[number]).toordinal())


def _cell(value: int | None, scale: Scale | None) -> str:
    if value is None:
        return ""
    word = rating_word(value, scale)
    return str(value) if word == str(value) else f"{value} {word}"


def _names(scale: Scale | None) -> dict[int, str]:
    return dict(enumerate(scale.anchors)) if scale is not None and scale.has_words else {}


def _ends(ratings: Ratings, scale: Scale | None) -> tuple[int, int]:
    """The ends of the scale, and beyond them where an entry that came from elsewhere goes beyond."""
    low = min(min(values.values()) for values in ratings.values.values())
    high = max(max(values.values()) for values in ratings.values.values())
    return min(0, low), max(scale.highest if scale is not None else 1, high)


def _facts(counts: str, ratings: Ratings, scale: Scale | None) -> tuple[str, ...]:
    ranges = [
        ("" if moment is Moment.ONCE else f"{moment.label} ") + rating_range(values.values(), scale)
        for moment, values in ratings.values.items()
    ]
    facts = [f"{counts}: {', '.join(ranges)}"]
    if scale is not None and _ends(ratings, scale) != (0, scale.highest):
        outside = sum(
            not 0 <= value <= scale.highest for values in ratings.values.values() for value in values.values()
        )
        if outside:
            facts.append(f"{counted(outside, 'rating')} beyond the scale, which goes from 0 to {scale.highest}")
    return tuple(facts)


def _table(ratings: Ratings, places: tuple[int, ...], scale: Scale | None) -> Table:
    """The newest first."""
    newest = places[::-1]
    columns = tuple(ratings.values.values())
    longest = max(len(_cell(value, scale)) for value in _names(scale) or [10])

    def row(number: int) -> Cells:
        place = newest[number]
        return (short_date(ratings.date(place)), *(_cell(values.get(place), scale) for values in columns))

    titles = (
        Column(moment.label, max(len(moment.label), longest), number=not (scale and scale.has_words))
        for moment in ratings.values
    )
    return Table((DATE, *titles), Made(len(newest), row), newest)
