"""A whole course of therapy in a real terminal, by keys alone, and what every place then says of it."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from journal.clock import today
from journal.model.dates import short_date
from journal.model.entry import Kind, Outcome
from journal.model.homework import Change
from journal.model.sensate_focus import Stage
from journal.model.session import Pace
from journal.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.e2e.terminal import Terminal
from tests.e2e.test_whole_way import set_up

Open = Callable[..., Terminal]

# A word to find each exercise by, and the title of the one it finds.
EXERCISES = {
    Kind.SENSATE_FOCUS: ("back arms", "Back and arms"),
    Kind.EXPERIMENTATION: ("change one thing", "Change one thing"),
    Kind.EDUCATION: ("read and note", "Read and note"),
    Kind.COMMUNICATION: ("one small request", "One small request"),
}


class Course:
    """A person at the keyboard of an open journal."""

    def __init__(self, window: Terminal) -> None:
        self.window = window

    def go(self, place: str) -> None:
        """Goes to a place by its number."""
        self.window.press(place[0])
        self.window.until_text(f"[{place}]")

    def save(self, back: str) -> None:
        """Saves the form in front, after which `back` is on the screen."""
        self.window.press("ctrl+s")
        self.window.until_text(back)

    def answer_intake_prompt(self, question: str, above: int, words: str) -> None:
        """Writes a reflection on a prompt for the first meetings, so many lines above the end of the list."""
        self.window.press("n")
        self.window.until_text("What would you like to log?")
        self.window.press("5")
        self.window.until_text("Tab goes on.")
        self.window.press("f2")
        self.window.until_text("Enter takes it")
        self.window.press("end", *["up"] * above)
        self.window.until_text(question)
        self.window.press("enter")
        self.window.until_gone("Enter takes it")
        self.window.until_text(question)
        self.window.type(words)
        self.save("[1 Today]")

    def have_session(self, date: str, notes: str, pace: str) -> None:
        """Notes a session: its date, who came, what was said, and how fast it goes."""
        self.go("5 Session")
        self.window.press("s")
        self.window.until_text("Session, new")
        self.window.until_text("Such as 2026-05-01")
        self.window.type(date)
        self.window.press("tab", "tab")
        self.window.type("Alex")
        self.window.press("tab", "tab")
        self.window.type(notes)
        self.window.press("tab", pace)
        self.save("[5 Session]")

    def assign(self, kind: Kind) -> None:
        """Finds an exercise by a word and assigns it."""
        word, title = EXERCISES[kind]
        self.go("3 Homework")
        self.window.press("a")
        self.window.until_text("Search")
        self.window.press("/")
        self.window.until_text("To the list")
        self.window.type(word)
        self.window.until_text(f"\u203a {title}")
        self.window.press("enter")
        self.window.until_text("a Assign")
        self.window.press("a")
        self.window.until_text("Homework, new")
        self.window.until_text("Enter or Tab goes on.")
        self.save("[3 Homework]")
        self.window.until_text("Saved.")
        self.choose(title)

    def fill_in_gad7(self, date: str, answer: str) -> None:
        """Fills in GAD-7 with the same answer to each of its seven questions."""
        self.go("4 Progress")
        self.window.press("7")
        self.window.until_text("[GAD-7]")
        self.window.press("a")
        self.window.until_text("GAD-7, new")
        self.window.until_text("Space or a digit chooses")
        self.window.press("shift+tab")
        self.window.until_text("Such as 2026-05-01")
        self.window.type(date)
        for _ in range(7):
            self.window.press("tab", answer)
        self.save("[GAD-7]")

    def see(self, *words: str) -> None:
        """Waits for a line of the screen that has these words in this order."""
        line = re.compile(".*".join(map(re.escape, words)))
        self.window.until(lambda: any(map(line.search, self.window.screen.display)), " ... ".join(words))

    def choose(self, title: str) -> None:
        """Puts the cursor of the list on a line."""
        self.window.until_text(title)
        self.window.until(lambda: self._row("\u203a ") >= 0, "a cursor")
        while self._row("\u203a ") != self._row(title):
            self._step("down" if self._row("\u203a ") < self._row(title) else "up")

    def _step(self, key: str) -> None:
        here = self._row("\u203a ")
        self.window.press(key)
        self.window.until(lambda: self._row("\u203a ") not in (here, -1), "the cursor moved")

    def _row(self, words: str) -> int:
        """The first row that the words stand in, or -1."""
        return next((row for row, line in enumerate(self.window.screen.display) if words in line), -1)

    def log(self, outcome: str) -> None:
        """Logs the homework under the cursor with one of the eight outcomes."""
        self.window.press("l")
        self.window.until_text("new entry")
        self.window.until_text("Space or a digit chooses")
        self.window.press(outcome)
        self.save("[3 Homework]")


def test_a_course_of_therapy_by_keys_alone(path: Path, terminal: Open) -> None:
    """Intake, three sessions, homework of every kind, a stop, a change, an agreement, GAD-7 twice and a goal."""
    window = terminal("--file", path)
    set_up(window)
    course = Course(window)

    course.answer_intake_prompt("What brought me here, in one sentence?", 10, "intake words")
    course.answer_intake_prompt("What was I taught about sex, and by whom?", 13, "taught words")
    course.have_session("-28", "first notes", "2")
    for number, kind in enumerate(EXERCISES):
        course.assign(kind)
        course.log(str(number + 1 if number else 2))

    # An early stop, and the change that follows from it.
    course.go("3 Homework")
    course.choose("Back and arms")
    window.press("l")
    window.until_text("Space or a digit chooses")
    window.press("f9")
    window.until_text("Stop here")
    window.press("f9")
    window.until_text("[3 Homework]")
    window.until_text("2 of 2 this week")
    window.press("v")
    window.until_text("Homework, to adapt")
    window.until_text("Space or a digit chooses")
    window.press("1")
    window.until_text("Stay clothed")  # the first of the variants to choose from
    window.press("tab")
    window.until_text("Enter takes one.")
    window.press("enter")
    window.until_gone("Enter takes one.")
    window.press("tab")
    window.type("tired in the evening")
    window.press("tab", "space")
    course.save("[3 Homework]")

    # The second session: what is open is talked about, and a stage is agreed.
    course.have_session("-14", "second notes", "1")
    course.go("3 Homework")
    window.press("g")
    window.until_text("Stages and agreements")
    window.press("down", "down", "r")
    window.until_text("Stage agreement, new")
    window.until_text("Space or a digit chooses")
    course.save("Stages and agreements")
    window.until_text("since")
    window.press("escape")
    window.until_text("[3 Homework]")

    # What is measured: GAD-7 twice, and a goal with how near it feels.
    for date, answer in (("-14", "1"), ("today", "0")):
        course.fill_in_gad7(date, answer)
    course.go("4 Progress")
    window.press("G")
    window.until_text("[Goals]")
    window.press("a")
    window.until_text("Goal, new")
    window.until_text("Tab goes on.")
    window.type("less pressure")
    window.press("tab", "tab", "tab", "3")
    course.save("[Goals]")
    window.until_text("less pressure")
    window.press("p")
    window.until_text("Goal, how near it feels, new")
    window.until_text("A digit sets it")
    window.press("4")
    course.save("[Goals]")

    # The next session has what is to be brought up; the last one is written up.
    course.have_session("-1", "third notes", "2")
    window.press("q")
    window.until_text("Question, new")
    window.until_text("Tab goes on.")
    window.type("Can we stay here")
    course.save("[5 Session]")
    window.until_text("Can we stay here")
    window.press("ctrl+q")
    assert window.until_end() == 0

    again = terminal("--file", path, columns=120, rows=100)
    again.until_text("Passphrase")
    again.type(PASSPHRASE)
    again.press("enter")
    _check_what_is_shown(Course(again))
    again.press("ctrl+q")
    assert again.until_end() == 0
    _check_what_is_kept(path)


def _check_what_is_shown(course: Course) -> None:
    """Each place says what was entered, and nothing else is claimed."""
    window = course.window
    window.until_text("[1 Today]")
    course.see("3 on the agenda, and no session is noted ahead.")
    course.see("Back and arms", "2 of 2 this week")
    course.see("One small request", "1 of 2 this week")
    for question in ("What brought me here", "What was I taught"):
        course.see("Reflection", question)
    course.go("3 Homework")
    course.choose("Back and arms")
    for words in ("2 of 2 this week", "tired in the evening", "stopped early", "easier"):
        window.until_text(words)
    window.press("g")
    course.see("Stage 2 genitals included", "since ")
    course.see("Stage 3 agreed closeness", "not agreed")
    window.press("escape")
    window.until_text("[3 Homework]")
    course.go("4 Progress")
    window.press("7")
    window.until_text("[GAD-7]")
    course.see(short_date(today() - dt.timedelta(days=14)), "7")
    course.see(short_date(today()), "0")
    window.press("G")
    window.until_text("[Goals]")
    course.see(" 4 ", " 3 ", "less pressure")
    window.press("F")
    window.until_text("[Focus]")
    course.see("Stage 1 non-sexual touch")
    course.see("2 ", "; 1 stopped early")
    course.go("5 Session")
    for words in ("Questions", "I made this homework easier", "Can we stay here", "Raise with my therapist"):
        course.see(words)
    for notes, pace in (("third notes", "about right"), ("second notes", "too fast"), ("first notes", "about right")):
        course.see(notes, pace)


def _check_what_is_kept(path: Path) -> None:
    """The file holds what was typed."""
    vault = Vault.open(path, PASSPHRASE)
    try:
        sessions = sorted((one.content for one in vault.sessions.list()), key=lambda one: str(one.date))
        assert [one.notes for one in sessions] == ["first notes", "second notes", "third notes"]
        assert [one.pace for one in sessions] == [Pace.ABOUT_RIGHT, Pace.TOO_FAST, Pace.ABOUT_RIGHT]
        homework = {one.content.title: one for one in vault.assignments.list()}
        assert set(homework) == {title for _, title in EXERCISES.values()}
        back = homework["Back and arms"]
        (change,) = back.content.adaptations
        assert (change.change, change.why, change.ask) == (Change.EASIER, "tired in the evening", True)
        occasions = vault.assignments.occasions()
        assert {one.outcome for one in occasions[back.id]} == {Outcome.TRIED, Outcome.STOPPED_EARLY}
        assert all(len(occasions[one.id]) == 1 for title, one in homework.items() if title != "Back and arms")
        assert vault.assignments.open_stages() == {Stage.PREPARATION, Stage.NON_SEXUAL, Stage.GENITALS_INCLUDED}
        assert [one.content.score for one in vault.gad7.list()] == [7, 0]
        (goal,) = vault.goals.list()
        assert (goal.content.wording, goal.content.baseline) == ("less pressure", 3)
        assert [(one.content.goal, one.content.value) for one in vault.goal_progress.list()] == [(goal.id, 4)]
        assert [line.text for line in vault.agenda.open_items() if line.text == "Can we stay here"]
        entries = list(vault.entries.each())
        assert {one.content.text for one in entries if one.content.text} >= {"intake words", "taught words"}
        kinds = {entry.content.kind for entry in entries}
        assert kinds == {*EXERCISES, Kind.REFLECTION}
    finally:
        vault.close()
