"""A whole course of therapy in a real terminal, by keys alone, and what every place then says of it."""

from collections.abc import Callable
from pathlib import Path

from journal.model.entry import Kind
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

    def answer_intake_prompt(self, question: str, words: str) -> None:
        """Writes a reflection on a prompt for the first meetings."""
        self.window.press("n")
        self.window.until_text("What would you like to log?")
        self.window.press("5")
        self.window.until_text("Tab goes on.")
        self.window.press("f2")
        self.window.until_text("Enter takes it")
        for _ in range(60):
            if question in self.window.text and f"\u203a {question}" in self.window.text:
                break
            self.window.press("down")
        self.window.press("enter")
        self.window.until_gone("Enter takes it")
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
        self.window.until_text("Space chooses")
        self.window.press(outcome)
        self.save("[3 Homework]")


def test_a_course_of_therapy_by_keys_alone(path: Path, terminal: Open) -> None:
    """Intake, three sessions, homework of every kind, a stop, a change, an agreement, GAD-7 twice and a goal."""
    window = terminal("--file", path)
    set_up(window)
    course = Course(window)

    course.answer_intake_prompt("What brought me here, in one sentence?", "intake words")
    course.have_session("-28", "first notes", "2")
    for number, kind in enumerate(EXERCISES):
        course.assign(kind)
        course.log(str(number + 1 if number else 2))

    # An early stop, and the change that follows from it.
    course.go("3 Homework")
    course.choose("Back and arms")
    window.press("l")
    window.until_text("Space chooses")
    window.press("f9")
    window.until_text("Stop here")
    window.press("f9")
    window.until_text("[3 Homework]")
    window.until_text("2 of 2 this week")
    window.press("v")
    window.until_text("Homework, to adapt")
    window.until_text("Space chooses")
    window.press("1", "tab")
    window.until_text("Tab goes on.")
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
    window.until_text("Space chooses")
    course.save("Stages and agreements")
    window.until_text("since")
    window.press("escape")
    window.until_text("[3 Homework]")

    course.have_session("-1", "third notes", "2")
    window.press("ctrl+q")
    assert window.until_end() == 0
