"""A person who uses everything that the terminal app has, with a marker in every field that takes text."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from journal.library import library
from journal.model.entry import USUAL_SCALES, EntryContent, Kind, detail_fields
from journal.model.exercise import Exercise
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.goal import Goal, GoalProgress
from journal.model.homework import Adaptation, Assignment
from journal.model.measures import OutsideScore, OwnScale
from journal.model.rating import BUILT_IN
from journal.model.records import Content
from journal.model.sensate_focus import StageAgreement
from journal.model.session import AgendaItem, TherapySession
from journal.summary import Format
from journal.vault.settings import Preferences
from tests.e2e.needles import Needles
from tests.e2e.terminal import KEYS, Terminal
from tests.e2e.test_course import Course

_TEXT = (Input.LINE, Input.TEXT, Input.NAMES)
_SHIFT_RIGHT = "\x1b[1;2C"


class Everything(Course):
    """The way through the app, in parts that follow each other. `secret` is the passphrase."""

    def __init__(self, window: Terminal, needles: Needles) -> None:
        super().__init__(window)
        self.needles = needles
        self.gone = needles.unkept("deleted for good")
        self.secret = f"seven {needles.unkept('passphrase')} harbour"

    def keys(self, *names: str) -> None:
        """Sends keys in one go; an escape has to be alone."""
        self.window.type("".join(KEYS.get(name, name) for name in names))

    def press(self, keys: str, then: str) -> None:
        """Presses keys one by one, and waits for words."""
        for key in keys.split():
            self.window.press(key)
        self.window.until_text(then)

    def back(self, then: str) -> None:
        """Leaves what is in front."""
        self.press("escape", then)

    # Forms

    def fill(self, specs: Sequence[FieldSpec], about: str, answers: Mapping[str, str] | None = None) -> None:
        """Types a marker into every field for text from the one in focus on; `answers` has keys for other fields."""
        for spec in specs:
            if spec.input is Input.GROUP:
                self.keys("enter")
                self.window.until_text(f"▼ {spec.label}")
                self.keys("tab")
                self.fill(spec.group, f"{about} {spec.name}")
                continue
            given = (answers or {}).get(spec.name, "")
            if not given and spec.input in _TEXT and not spec.decimal:
                given = f"\x1b[200~{self.needles.new(f'{about} {spec.name}')}\x1b[201~"  # pasted
            self.keys(given, "tab")

    def record(self, kind: type[Content], back: str, answers: Mapping[str, str] | None = None) -> None:
        """Fills in the form of a record and saves it."""
        self.window.until_text("Tab goes on.")
        self.fill(fields_of(kind), kind.type, answers)
        self.save(back)

    def entry(self, number: int, kind: Kind) -> None:
        """Fills in the form of an entry, from the field where it begins round to the one before."""
        self.press("n", "What would you like to log?")
        self.press(str(number), f"{kind.label}, new entry")
        self.window.until_text("Tab goes on." if kind is Kind.REFLECTION else "Space or a digit chooses")
        rest = {spec.name: spec for spec in fields_of(EntryContent)}
        first = [rest.pop(name) for name in ("outcome", "mode", "people", "minutes", "obstacles")]
        last = list(rest.values())
        ratings = sum(len(scale.moments) for name in USUAL_SCALES[kind] if (scale := BUILT_IN.get(name)))
        if kind is Kind.REFLECTION:
            self.fill(last, kind.value)
            self.keys(*["tab"] * 3)  # homework, date and time
        self.fill(first, kind.value)
        self.keys(*["tab"] * ratings, "tab")
        self.fill(detail_fields(kind), kind.value)
        if kind is not Kind.REFLECTION:
            self.fill(last, kind.value)
        self.save("[1 Today]")
        self.window.until_text("Saved.")

    # The way

    def set_up(self) -> None:
        """Creates the journal."""
        self.window.until_text("Passphrase")
        self.keys(self.secret, "tab", self.secret, "tab", self.needles.new("my nickname"), "tab")
        self.keys(self.needles.new("partner"), "\x13")
        self.window.until_text("Nothing is written yet.")

    def unlock(self, then: str = "[1 Today]") -> None:
        """Types the passphrase."""
        self.window.until_text("Passphrase")
        self.keys(self.secret, "enter")
        self.window.until_text(then)

    def settings_and_people(self) -> None:
        """Own words, contacts and somebody with names to keep out."""
        self.press("f10", "Minutes to lock")
        typed = {"lock_minutes": "60", "support_contacts": self.needles.new("contacts")}
        for spec in fields_of(Preferences):
            self.keys(typed.get(spec.name, ""), "tab")
        self.keys("enter")
        self.window.until_text("▼ Words I use")
        for term in library().words:
            self.keys("tab", self.needles.new(f"word for {term}"))
        self.window.until_text("Kept.")
        self.back("[1 Today]")
        self.press("f4", "People")
        self.press("a", "Add a person")
        for part in ("nickname", "alias", "name to keep out"):
            self.keys(self.needles.new(part), "tab")
        self.window.press("ctrl+s")
        self.window.until_gone("Add a person")
        self.back("[1 Today]")

    def homework(self) -> None:
        """Homework in own words, a change of it, an exercise and an agreement."""
        self.go("3 Homework")
        self.press("s", "Homework, new")
        self.record(Assignment, "[3 Homework]")
        self.press("v", "Homework, to adapt")
        self.window.until_text("Space or a digit chooses")
        self.fill(fields_of(Adaptation), "adaptation", {"change": "3", "ask": " "})
        self.save("[3 Homework]")
        self.press("a", "Search")
        self.press("n", "Exercise of my own, new")
        self.record(Exercise, "Search")
        self.back("[3 Homework]")
        self.press("g", "Stages and agreements")
        self.press("down down r", "Stage agreement, new")
        self.window.until_text("Space or a digit chooses")
        self.fill(fields_of(StageAgreement), StageAgreement.type)
        self.save("Stages and agreements")
        self.back("[3 Homework]")

    def sessions(self) -> None:
        """A session that was, and one item of each kind on the agenda."""
        self.go("5 Session")
        self.press("s", "Session, new")
        self.window.until_text("Such as 2026-05-01")
        self.fill(fields_of(TherapySession), TherapySession.type, {"date": "-7"})
        self.save("[5 Session]")
        for key in "qth":
            self.press(key, ", new")
            self.window.until_text("Tab goes on.")
            self.fill(fields_of(AgendaItem)[:1], AgendaItem.type)
            self.save("[5 Session]")

    def measures(self) -> None:
        """A goal with how near it feels, a score, a scale and GAD-7."""
        self.go("4 Progress")
        self.press("G", "[Goals]")
        self.press("a", "Goal, new")
        self.record(Goal, "[Goals]")
        self.press("p", "Goal, how near it feels, new")
        self.window.until_text("A digit sets it")
        self.fill(fields_of(GoalProgress)[1:], GoalProgress.type, {"value": "4"})
        self.save("[Goals]")
        self.press("S", "[Scores]")
        self.press("a", "Score I was given, new")
        self.record(OutsideScore, "[Scores]", {"number": "24", "date": "-1"})
        self.press("O", "[Scales]")
        self.press("a", "Scale of my own, new")
        self.record(OwnScale, "[Scales]")
        self.fill_in_gad7("today", "1")

    def entries(self) -> None:
        """An entry of each kind, an edit of the latest, one deleted for good, and a search."""
        self.go("1 Today")
        for number, kind in enumerate(Kind, 1):
            self.entry(number, kind)
        self.press("n", "What would you like to log?")
        self.press("5", "Reflection, new entry")
        self.window.until_text("Tab goes on.")
        self.keys(self.gone)
        self.save("[1 Today]")
        self.press("2", "[2 Journal]")
        self.window.until_text(self.gone)
        self.press("d T", "Trash")
        self.window.until_text(self.gone)
        self.press("x", "for good?")
        self.press("tab enter", "The trash is empty")
        self.back("[2 Journal]")
        self.press("e", "changes to an entry")
        self.window.until_text("Tab goes on.")
        self.keys(self.needles.new("edited text"), " ")
        self.save("[2 Journal]")
        self.press("h", "Versions ·")
        self.window.press("escape")
        self.window.until_gone("Versions ·")
        self.press("/", "To the list")
        self.keys(f'"{self.needles.words[self.first_topic]}"')
        self.window.until_text("1 of 5 entries")
        self.press("enter", "1 of 5 entries")

    @property
    def first_topic(self) -> str:
        """The name of the marker in the topic of the first entry."""
        return next(name for name in self.needles.words if name.startswith(f"{Kind.SENSATE_FOCUS.value} topic"))

    def sharing(self) -> None:
        """Everything of an entry but what is guarded, a passage, and what is shared."""
        self.press("s", "Therapist")
        self.press("a enter", "[2 Journal]")
        self.press("p", "Share a passage of which text?")
        self.press("enter", "Therapist")
        self.keys(*[_SHIFT_RIGHT] * 12, "j", "enter")
        self.window.until_text("[2 Journal]")
        self.press("V", "What is shared")
        self.back("[2 Journal]")

    def practice(self) -> None:
        """The timer across a lock, stopped and logged."""
        self.go("3 Homework")
        self.press("t", "Minutes each turn")
        self.press("enter", "space Pause")
        self.press("ctrl+l", "Unlock")
        self.press("enter", "Passphrase")
        self.window.until_gone("Pause")  # the keys are for the passphrase now
        self.unlock("space Pause")
        self.press("x", "How did it end?")
        self.press("2 enter", "new entry")
        self.window.until_text("Tab goes on.")
        self.save("Saved.")

    def summary(self, home: Path) -> Iterator[str]:
        """The page: reworded, written as each format behind a password, and shown in the room. Gives what is said."""
        self.go("5 Session")
        self.press("v", "Page for my therapist")
        self.see("Page for my therapist · ", " · ", " page")  # it was read, and measured
        self.press("p", "Made on")
        self.window.press("p")
        self.window.until_gone("Made on")
        self.press("e", "In other words")
        word = self.needles.new("reworded")
        self.keys(" ", word)
        self.window.until_text(word)
        self.window.press("ctrl+s")
        self.window.until_gone("In other words")
        for digit, form in enumerate(Format, 1):
            ending = form.value + (".age" if form is not Format.PDF else "")
            secret = f"nine {self.needles.unkept(f'password of {ending}')} stones"
            self.press("o", "Kept by")
            self.press(str(digit), f"(•) {form.label}")
            self.keys("tab", "tab", secret, "tab", secret, "\x13")
            self._written(home, ending)
            self.window.until_text("Page for my therapist")
            yield ending
        self.press("i", "esc Lock")
        self.window.press("escape")

    def _written(self, home: Path, ending: str) -> None:
        """Waits until the page is there, and says yes where it asks about a name."""
        asks = "Write it all the same"

        def there() -> bool:
            return bool(list(home.glob(f"summary-*.{ending}")))

        self.window.until(lambda: there() or asks in self.window.text, f"the page as {ending}")
        if not there():
            self.keys("tab", "enter")
            self.window.until(there, f"the page as {ending}")

    def around(self) -> None:
        """What is only looked at: the ledger, help, support, the palette, the blank screen; and a draft is left."""
        self.go("5 Session")
        self.press("L", "What left the journal")
        self.back("[5 Session]")
        self.go("1 Today")
        self.press("f1", "Go to Today")
        self.window.press("escape")
        self.window.until_gone("Go to Today")
        self.press("f6", "In danger now")
        self.window.press("f6")
        self.window.until_gone("In danger now")
        self.press("ctrl+p", "Search for commands")
        self.keys("mask")
        self.window.until_text("Key: m")
        self.window.press("escape")
        self.window.until_gone("Key: m")
        self.press("n 5", "Reflection, new entry")
        self.window.until_text("Tab goes on.")
        self.keys(self.needles.new("a draft"))
        self.window.until_text("Draft kept")
