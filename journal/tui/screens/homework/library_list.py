"""The half of the library that finds and reads: the filters, the list of exercises, and the page of one."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from journal.errors import JournalError
from journal.library.shelf import Listed, Shelf
from journal.library.words import OwnWords
from journal.model.entry import Kind
from journal.model.exercise import Exercise, ExerciseMode
from journal.model.fields import Term
from journal.model.sensate_focus import Stage, stages_in_words
from journal.safety.text import safe_line
from journal.tui.screens.homework.assigning import From
from journal.tui.screens.homework.exercise_page import LED, exercise_page
from journal.tui.screens.journal.reading_place import SearchLine
from journal.tui.screens.list_and_page import ListAndPage
from journal.tui.widgets.entry_line import MASKED
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.pick_list import Pick, PickList

T = TypeVar("T", bound=Term)

_LONGEST_TITLE = 400  # characters looked at, so that a title of any length costs the same
_NOTHING = "Nothing here fits.\n\nFewer words and other filters find more. Esc clears them."
_NOTHING_OWN = "There is no exercise of your own yet.\n\nn writes one down. Esc shows the whole library."
_FOLDED = "It is kept, and folded away until its stage is agreed. g is the place for that."


class LibraryList(ListAndPage[str | None]):
    """The exercises that may be offered by kind, narrowed down by filters and words, and the one under the cursor.

    With `highest` it has only sensate focus at first, and nothing that begins at a later stage than that, whatever is
    chosen. With `own` it has the person's own exercises at first. `source` is the session that what is assigned comes
    from; without one, the latest.
    """

    def __init__(self, *, own: bool = False, highest: Stage | None = None, source: From | None = None) -> None:
        super().__init__()
        self.own = own
        self.kind: Kind | None = None if highest is None else Kind.SENSATE_FOCUS
        self.source = source or From()
        self._asks_source = source is None
        self.wish = ""  # the id that the cursor goes to when the exercises are read next
        self._highest = highest
        self._mode: ExerciseMode | None = None
        self._stage: Stage | None = None
        self._stages: tuple[Stage, ...] = ()
        self._shelf = Shelf()
        self._found: dict[str, Listed] = {}

    def compose(self) -> ComposeResult:
        """The filters, the exercises, and the one under the cursor."""
        yield Static("Library", classes="heading")
        with Horizontal(id="search"):
            yield Static("/ Search", id="search-label")
            yield SearchLine(placeholder="words, or beginnings of words")
            yield Static("", id="count")
        yield Static("", id="filters")
        yield Static("", id="waiting")
        yield Static("", id="empty")
        yield from self.compose_both()
        yield KeyLine()

    @property
    def listed(self) -> Listed | None:
        """The exercise under the cursor."""
        pick = self.picks.highlighted
        return self._found.get(pick.id) if pick else None

    @property
    def search_line(self) -> SearchLine:
        """The line that words are typed into."""
        return self.query_one(SearchLine)

    # Reading

    def on_screen_resume(self) -> None:
        """Reads the exercises, again after another screen was in front."""
        self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Reads the exercises, and shows those that fit the filters."""
        now = self.journal.now()
        try:
            shelf, session = await self.read(lambda vault: (vault.shelf(), vault.sessions.recent(now)))
        except JournalError as error:
            self.journal.complain(error)
            return
        self._shelf = shelf
        if self._asks_source:
            self.source = From.of(session)
        self._stages = tuple(s for s in Stage if s not in shelf.waiting and (not self._highest or s <= self._highest))
        if self._stage not in self._stages:
            self._stage = None
        waiting = self.query_one("#waiting", Static)
        waiting.update(Content(_waiting(shelf.waiting)))
        waiting.display = bool(shelf.waiting) and self._highest is None
        if self.wish and shelf.known(self.wish) and not shelf.offer(self.wish):
            self.journal.say(_FOLDED)
        self.show_found()

    def show_found(self) -> None:
        """Shows what fits the filters and the words, with the cursor on the same exercise."""
        typed = self.search_line.answer
        fits = self._shelf.find(kind=self.kind, mode=self._mode, stage=self._stage, text=typed)
        found = [one for one in fits if self._may_show(one) and (one.own or not self.own)]
        self._found = {one.id: one for one in found}
        keep = self.wish or (self.picks.highlighted.id if self.picks.highlighted else "")
        self.wish = ""
        empty = self.query_one("#empty", Static)
        empty.update(Content(_NOTHING if self._is_filtered or not self.own else _NOTHING_OWN))
        empty.display = not found
        self.picks.show(list(self._rows(found)), keep=keep)
        self.show_both(shown=bool(found))
        count = f"{len(found):,} {'exercise' if len(found) == 1 else 'exercises'}"
        self.query_one("#count", Static).update(Content(count))
        self.query_one("#filters", Static).update(self._filters())

    def _may_show(self, one: Listed) -> bool:
        return self._highest is None or min(one.exercise.stages, default=self._highest) <= self._highest

    def _filters(self) -> Content:
        stages = f"up to {self._highest.value}" if self._highest else "any"
        parts = (
            ("t", "Kind", self.kind.label if self.kind else "all", self.kind is not None),
            ("w", "With", self._mode.label if self._mode else "anyone", self._mode is not None),
            ("s", "Stage", self._stage.value if self._stage else stages, bool(self._stage or self._highest)),
            ("o", "From", "my own" if self.own else "anywhere", self.own),
        )
        words = [
            Content.assemble((key, "$accent"), f" {label}: ", (value, "bold $accent" if chosen else ""))
            for key, label, value, chosen in parts
        ]
        return Content("   ").join(words)

    def _rows(self, found: Sequence[Listed]) -> Iterator[Pick | str]:
        before = None
        for one in found:
            kind = one.exercise.kind.label if one.exercise.kind else "Of no kind"
            if kind != before:
                yield from ("", kind) if before else (kind,)
            before = kind
            yield self._pick(one)

    def _pick(self, one: Listed) -> Pick:
        exercise = one.exercise
        masked = one.own and self.journal.preferences.masked
        return Pick(
            one.id,
            MASKED if masked else safe_line(exercise.heading[:_LONGEST_TITLE]),
            aside=exercise.mode.label if exercise.mode else "",
            note="my own" if one.own else LED if exercise.therapist_only else stages_in_words(exercise.stages),
        )

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        one = self.listed
        if one is None:
            self.page.show("", lambda width: ())
            return

        def blocks(width: int) -> Iterator[Block]:
            hidden = one.own and self.journal.preferences.masked and not self.page.has_focus
            exercise = OwnWords(self.journal.preferences.words).in_exercise(one.id, one.exercise)
            return _concealed(exercise) if hidden else exercise_page(exercise, own=one.own)

        self.page.show(one.id, blocks)

    # Filtering

    @on(Input.Changed)
    def _typing(self) -> None:
        self.show_found()

    @on(Input.Submitted)
    def action_to_list(self) -> None:
        """Goes to what was found, if there is anything."""
        if self._found:
            self.go_to_list()

    def action_focus_search(self) -> None:
        """Puts the cursor into the search line."""
        self.remove_class("-reading")
        self.search_line.focus()

    def action_next_kind(self) -> None:
        """Shows the next kind; after the last one, all."""
        self.kind = _next(self.kind, [kind for kind in Kind if kind is not Kind.REFLECTION])
        self.show_found()

    def action_next_mode(self) -> None:
        """Shows what is done alone, together or either way; then all."""
        self._mode = _next(self._mode, list(ExerciseMode))
        self.show_found()

    def action_next_stage(self) -> None:
        """Shows the next of the stages that are open; after the last one, all of them."""
        self._stage = _next(self._stage, self._stages)
        self.show_found()

    def action_own(self) -> None:
        """Shows the person's own exercises, or all."""
        self.own = not self.own
        self.show_found()

    @property
    def _is_filtered(self) -> bool:
        return bool(self.search_line.answer or self._mode or self._stage or (self.kind and self._highest is None))

    def action_back(self) -> None:
        """Leaves the page or the search line; from the list, clears the filters; then goes back."""
        if self._found and self.focused is not self.picks:
            self.go_to_list()
        elif self._is_filtered:
            self.kind = None if self._highest is None else Kind.SENSATE_FOCUS
            self._mode = self._stage = None
            self.search_line.fill("")
            self.set_focus(None)
            self.show_found()
        elif self.own and not self._found:
            self.action_own()
        else:
            self.dismiss(None)


def _next(here: T | None, terms: Sequence[T]) -> T | None:
    """The term after this one; None after the last, and the first after None."""
    place = terms.index(here) + 1 if here in terms else 0
    return terms[place] if place < len(terms) else None


def _waiting(stages: Sequence[Stage]) -> str:
    numbers = " and ".join(stage.value for stage in stages)
    many = len(stages) > 1
    return (
        f"{'Stages' if many else 'Stage'} {numbers} {'are' if many else 'is'} folded away until an agreement is "
        "recorded: g does that."
    )


def _concealed(exercise: Exercise) -> Iterator[Block]:
    yield Block(exercise.kind.label if exercise.kind else "An exercise", "title")
    yield Block("")
    yield Block("Titles are masked. Tab goes into this pane and shows what was written.", "quiet")
