"""The sections of Progress that hold what can be added to: goals, scores, GAD-7 and scales of one's own."""

from journal.model.dates import short_date
from journal.model.goal import Goal
from journal.model.measures import Gad7, OutsideScore, OwnScale
from journal.model.records import Content
from journal.progress.figures import Figures
from journal.progress.measures import (
    gad7_figures,
    gad7_list,
    goal_figures,
    goal_list,
    ordered,
    scale_list,
    score_figures,
    score_list,
    score_name,
)
from journal.tui.screens.progress.section import Asked, Page, Section, sentence, shown
from journal.vault.vault import Vault


class GoalsSection(Section):
    """Goals, and how near the chosen one felt over time."""

    id = "goals"
    name = "Goals"
    key = "G"
    help = "Goals, and how near they felt"
    measures = True
    follows = True
    record = Goal

    def read(self, vault: Vault, asked: Asked) -> Page:
        """Every goal, and the figures of the one under the cursor."""
        goals, progress, days = ordered(vault.goals.list()), vault.goal_progress.list(), asked.range(vault)
        chosen = next((goal for goal in goals if goal.id == asked.key), goals[0] if goals else None)
        figures = Figures()
        if chosen is not None:
            own = [one for one in progress if one.content.goal == chosen.id]
            figures = goal_figures(chosen.content, own, days, asked.mask)
            sign = chosen.content.smallest_sign.strip()
            facts = (f"Smallest useful sign: {shown(sign, asked.mask)}",) if sign else ()
            figures = Figures(facts, figures.table, figures.plot)
        return Page(
            title="Goals",
            about=sentence(*self._about(chosen.content), days.words) if chosen else "",
            empty=(
                "No goal is written down yet.\n\n"
                "a adds one, in words that are yours. p then notes now and again how near it feels, from 0 to 10."
                if not goals
                else "Nothing is noted for this goal in these days. p notes how near it feels now, from 0 to 10."
            ),
            records=goal_list(goals, progress, asked.mask),
            figures=figures,
        )

    def new(self, vault: Vault, asked: Asked) -> Content:
        """A goal from today on."""
        return Goal(started_on=asked.today)

    @staticmethod
    def _about(goal: Goal) -> tuple[str, str]:
        since = f"since {short_date(goal.started_on)}" if goal.started_on else ""
        return goal.ownership.label if goal.ownership else "", since


class ScoresSection(Section):
    """Scores that were given, and those of the chosen name over time."""

    id = "scores"
    name = "Scores"
    key = "S"
    help = "Scores that my therapist gave me"
    measures = True
    follows = True
    record = OutsideScore

    def read(self, vault: Vault, asked: Asked) -> Page:
        """Every score, and the figures of those with the name under the cursor."""
        scores, days = vault.scores.list(), asked.range(vault)
        table = score_list(scores, asked.mask)
        key = asked.key if asked.key in table.keys else next(iter(table.keys), None)
        name = next((score_name(one.content) for one in scores if one.id == key), "")
        return Page(
            title="Scores I was given",
            about=sentence(shown(name, asked.mask), days.words) if name else "",
            empty=(
                "There is no score with a number in these days. r chooses other days."
                if scores
                else "No score is written down yet.\n\n"
                "a adds one that your therapist or somebody else gave you. What it means is for you and them to say."
            ),
            records=table,
            figures=score_figures(scores, name, days),
        )

    def new(self, vault: Vault, asked: Asked) -> Content:
        """A score of today, under the name that the cursor is on."""
        name = next((one.content.name for one in vault.scores.list() if one.id == asked.key), "")
        return OutsideScore(name=name, date=asked.today)


class Gad7Section(Section):
    """GAD-7: filled in, listed and plotted."""

    id = "gad7"
    name = "GAD-7"
    key = "7"
    help = "GAD-7: fill it in, and see earlier answers"
    measures = True
    record = Gad7

    _MADE = (
        "Seven answers are added: not at all 0, several days 1, more than half the days 2, nearly every day 3; from 0 "
        "to 21. What the sum means is for you and your therapist to say."
    )

    def read(self, vault: Vault, asked: Asked) -> Page:
        """Every result, and the scores of the range."""
        results, days = vault.gad7.list(), asked.range(vault)
        figures = gad7_figures(results, days)
        return Page(
            title="GAD-7",
            about=sentence(days.words) if results else "",
            empty=(
                "No score in these days. r chooses other days."
                if results
                else f"It isn't filled in yet.\n\na fills it in: seven questions on the last two weeks. {self._MADE}"
            ),
            records=gad7_list(results),
            figures=Figures((self._MADE,), figures.table, figures.plot) if results else Figures(),
        )

    def new(self, vault: Vault, asked: Asked) -> Content:
        """GAD-7 as of today."""
        return Gad7(date=asked.today)


class ScalesSection(Section):
    """Scales of one's own."""

    id = "scales"
    name = "Scales"
    key = "O"
    help = "Scales of my own"
    ranged = False
    measures = True
    record = OwnScale

    def read(self, vault: Vault, asked: Asked) -> Page:
        """Every scale."""
        return Page(
            title="Scales of my own",
            about="Every entry offers them among More ratings. What is rated on them stands in Ratings.",
            empty=(
                "There is no scale of your own yet.\n\n"
                "a adds one: its name, its numbers and what their ends mean. Every entry can then be rated on it."
            ),
            records=scale_list(vault.own_scales.list(), asked.mask),
        )

    def new(self, vault: Vault, asked: Asked) -> Content:
        """An empty scale."""
        return OwnScale()
