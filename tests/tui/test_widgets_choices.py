"""Choices and ratings by keys and by mouse, in plain characters."""

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from journal.model.entry import Mode, Obstacle, Outcome
from journal.model.measures import Frequency
from journal.model.rating import SCALE, Scale
from journal.model.sensate_focus import Stage
from journal.tui.widgets.options import OptionsInput
from journal.tui.widgets.rating import RatingInput


class Asked(App[None]):
    """Some widgets, the first in focus; notes what they say."""

    CSS = "Vertical { height: auto; }"

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        """The widgets, each on its own lines."""
        for widget in self.widgets:
            yield Vertical(widget)

    def on_mount(self) -> None:
        """Goes to the first."""
        self.widgets[0].focus()

    def on_options_input_changed(self, event: OptionsInput.Changed) -> None:
        """Notes a choice."""
        self._note(event)
        self.said.append(event.answer)

    def on_rating_input_changed(self, event: RatingInput.Changed) -> None:
        """Notes a rating."""
        self._note(event)
        self.said.append(event.answer)

    def _note(self, event: Message) -> None:
        assert event.control in self.widgets


def plain(widget: Widget) -> list[str]:
    """What is drawn, without colour."""
    return ["".join(segment.text for segment in widget.render_line(y)) for y in range(widget.size.height)]


async def test_one_choice_by_keys() -> None:
    """Arrows move, Space chooses, another choice takes its place, and Backspace takes it back."""
    options = OptionsInput(list(Outcome))
    app = Asked(options)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "space")
        assert options.answer == (Outcome.TRIED,)
        await pilot.press("right", "enter")
        assert options.answer == (Outcome.PARTLY,)
        assert "( ) tried  (\u2022) partly" in plain(options)[0]
        await pilot.press("space")
        assert not options.answer
        await pilot.press("5")
        assert options.answer == (Outcome.STOPPED_EARLY,)
        await pilot.press("delete")
        await pilot.pause()
        assert app.said == [(Outcome.TRIED,), (Outcome.PARTLY,), (), (Outcome.STOPPED_EARLY,), ()]


async def test_several_choices_by_keys() -> None:
    """Each is chosen by itself, in the order in which it was."""
    options = OptionsInput(list(Obstacle), [Obstacle.FORGOT], several=True)
    async with Asked(options).run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "end", "space")
        assert options.answer == (Obstacle.FORGOT, Obstacle.NO_TIME_OR_PRIVACY, Obstacle.TOO_HARD)
        assert "[x] no time or privacy  [x] forgot" in plain(options)[0]
        await pilot.press("2", "9")
        assert options.answer == (Obstacle.NO_TIME_OR_PRIVACY, Obstacle.TOO_HARD, Obstacle.PARTNER_UNAVAILABLE)
        await pilot.press("backspace")
        assert not options.answer


async def test_options_wrap_to_the_width() -> None:
    """No row is wider than the screen, whole options go to the next row, and the height follows."""
    for width in (30, 44, 80, 120):
        options = OptionsInput(list(Obstacle), several=True)
        async with Asked(options).run_test(size=(width, 24)):
            rows = plain(options)
            assert all(cell_len(row.rstrip()) <= width for row in rows)
            assert sum(row.count("[ ]") for row in rows) == len(Obstacle)
            assert all(any(term.label in row for row in rows) for term in Obstacle)


async def test_up_and_down_go_by_rows_and_then_to_other_fields() -> None:
    """Down goes to the option below; from the last row it leaves for the next field, and Up comes back."""
    options, below = OptionsInput(list(Obstacle), several=True), OptionsInput(list(Mode))
    async with Asked(options, below).run_test(size=(44, 24)) as pilot:
        rows = len(plain(options))
        for _ in range(rows - 1):
            await pilot.press("down")
            assert pilot.app.focused is options
        await pilot.press("space")
        last = plain(options)[-1]
        assert last.lstrip().startswith("[x]")
        await pilot.press("down")
        assert pilot.app.focused is below
        await pilot.press("up")
        assert pilot.app.focused is options


async def test_options_by_mouse() -> None:
    """A click chooses what is under it, and again takes it back; beside the options it does nothing."""
    options = OptionsInput(list(Mode))
    async with Asked(options).run_test(size=(80, 24)) as pilot:
        await pilot.click(options, offset=(12, 0))
        assert options.answer == (Mode.PARTNERED,)
        await pilot.click(options, offset=(70, 0))
        assert options.answer == (Mode.PARTNERED,)
        await pilot.click(options, offset=(12, 0))
        assert not options.answer


async def test_a_digit_beyond_the_options_does_nothing() -> None:
    """There is no ninth mode."""
    options = OptionsInput(list(Mode))
    async with Asked(options).run_test() as pilot:
        await pilot.press("9")
        assert not options.answer


async def test_answers_that_are_numbers_are_chosen_by_number() -> None:
    """A sheet's own numbers count from 0: they stand before the labels, and a digit is the number, not the place."""
    options = OptionsInput(list(Frequency))
    async with Asked(options).run_test(size=(100, 24)) as pilot:
        assert "( ) 0 not at all  ( ) 1 several days" in plain(options)[0].lower()
        await pilot.press("0")
        assert options.answer == (Frequency.NOT_AT_ALL,)
        await pilot.press("2")
        assert options.answer == (Frequency.MORE_THAN_HALF,)
        await pilot.press("4")
        assert options.answer == (Frequency.MORE_THAN_HALF,)


async def test_a_stage_is_chosen_by_its_number() -> None:
    """The number that a stage's label begins with already isn't told twice."""
    options = OptionsInput(list(Stage))
    async with Asked(options).run_test(size=(100, 24)) as pilot:
        assert "( ) 0 prepar" in plain(options)[0]
        await pilot.press("1")
        assert options.answer == (Stage.NON_SEXUAL,)


async def test_a_rating_by_digits() -> None:
    """One digit is the number; 1 and then 0 are ten; a digit after something else begins anew."""
    rating = RatingInput(SCALE["tension"])
    app = Asked(rating)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4")
        assert rating.answer == 4
        assert plain(rating)[0].startswith(" 0 1 2 3[4]5 6 7 8 9 10")
        await pilot.press("1", "0")
        assert rating.answer == 10
        assert "the most I can imagine" in plain(rating)[0]
        await pilot.press("1", "left", "0")
        assert rating.answer == 0
        await pilot.press("0", "7")
        assert rating.answer == 7
        await pilot.pause()
        assert app.said == [4, 1, 10, 1, 0, 7]


async def test_a_rating_on_a_short_scale() -> None:
    """Digits beyond the scale are not taken, and every number has its word."""
    rating = RatingInput(SCALE["attention"])
    async with Asked(rating).run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "9")
        assert rating.answer == 3 and "mostly" in plain(rating)[0]
        await pilot.press("1", "0")
        assert rating.answer == 0 and plain(rating)[0].startswith("[0]1 2 3 4") and "hardly ever" in plain(rating)[0]


async def test_a_rating_by_arrows_and_skipped() -> None:
    """Right begins at the lowest and goes up to the highest; Backspace skips, and that can be seen."""
    rating, below = RatingInput(SCALE["difficulty"]), RatingInput(SCALE["comfort"])
    async with Asked(rating, below).run_test(size=(80, 24)) as pilot:
        await pilot.press("right")
        assert rating.answer == 0
        await pilot.press(*["right"] * 9)
        assert rating.answer == 4 and "[4]" in plain(rating)[0]
        await pilot.press("backspace", "down")
        await pilot.pause()
        assert rating.answer is None and "skipped" in plain(rating)[0]
        assert pilot.app.focused is below
        assert "not at all comfortable \u2026 completely comfortable" in plain(below)[0]


async def test_the_ends_of_a_scale_are_whole_while_it_is_asked() -> None:
    """On a narrow screen the words of both ends go on below the numbers; without words nothing stands beside them."""
    rating, other = RatingInput(SCALE["tension"]), RatingInput(Scale("own", "Near", 10, ("", "")))
    async with Asked(rating, other).run_test(size=(44, 24)) as pilot:
        await pilot.pause()
        assert " ".join(" ".join(plain(rating)).split()).endswith("calm \u2026 the most I can imagine")
        await pilot.press("4")
        await pilot.pause()
        assert len(plain(rating)) == 1
        await pilot.press("backspace", "down")
        await pilot.pause()
        assert len(plain(rating)) == 1 and pilot.app.focused is other
        assert plain(other)[0].rstrip() == " 0 1 2 3 4 5 6 7 8 9 10"


async def test_a_rating_by_mouse() -> None:
    """A click on a number chooses it; on the chosen one, skips."""
    rating = RatingInput(SCALE["tension"])
    async with Asked(rating).run_test(size=(80, 24)) as pilot:
        await pilot.click(rating, offset=(15, 0))
        assert rating.answer == 7
        await pilot.click(rating, offset=(22, 0))
        assert rating.answer == 10
        await pilot.click(rating, offset=(22, 0))
        assert rating.answer is None
        await pilot.click(rating, offset=(60, 0))
        assert rating.answer is None


async def test_a_rating_of_another_range_is_shown_as_it_is() -> None:
    """A number beyond the scale, from another program, is shown and stays."""
    rating = RatingInput(SCALE["attention"], 11)
    async with Asked(rating).run_test(size=(80, 24)):
        assert rating.answer == 11 and plain(rating)[0].rstrip().endswith("11")
