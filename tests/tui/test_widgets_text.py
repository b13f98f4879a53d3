"""The fields for text: what is given comes back, what is typed is taken, and the terminal sees no controls."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from journal.safety.text import UNSAFE
from journal.tui.widgets.editor import TextEditor
from journal.tui.widgets.line import LineInput
from tests.examples import few
from tests.hostile import HOSTILE_LINES, HOSTILE_TEXTS

PRIVATE = "\U0010ff05 of another program"


class Shown(App[None]):
    """One widget, in focus."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.written: list[str] = []

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield from self.widgets

    def on_mount(self) -> None:
        """Goes to the first."""
        self.widgets[0].focus()

    def copy_to_clipboard(self, text: str) -> None:
        """As the app does: inside the program."""
        self._clipboard = text


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Pastes a text into what is in focus, as a terminal does."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def drawn(widget: Widget) -> str:
    """What the terminal gets of a widget."""
    lines = [widget.render_line(y) for y in range(widget.size.height)]
    return "\n".join("".join(segment.text for segment in line) for line in lines)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
async def test_the_editor_gives_back_what_it_was_given(text: str) -> None:
    """Hostile text is drawn with marks and comes back exactly, untouched and with a letter typed before it."""
    editor = TextEditor(text)
    async with Shown(editor).run_test(size=(60, 20)) as pilot:
        assert editor.answer == text
        assert not UNSAFE.search(drawn(editor).replace("\n", ""))
        await pilot.press("x")
        assert editor.answer == "x" + text


@pytest.mark.parametrize("text", [*HOSTILE_LINES, "two\nlines", "a\r\nb"])
async def test_the_line_gives_back_what_it_was_given(text: str) -> None:
    """Hostile text, line ends included, is drawn on one line with marks and comes back exactly."""
    line = LineInput(text)
    async with Shown(line).run_test(size=(60, 20)) as pilot:
        assert line.answer == text
        assert not UNSAFE.search(drawn(line).replace("\n", ""))
        await pilot.press("end", "x")
        assert line.answer == text + "x"


@settings(max_examples=few(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["x", "enter", "backspace", "delete", "ctrl+w", "ctrl+k", "ctrl+x", "ctrl+v", "left", "up",
                         "end", "home", "ctrl+right", "shift+left", "ctrl+z", "ctrl+y", "ctrl+end", "ctrl+u"]),
        max_size=25,
    )
)  # fmt: skip
async def test_no_key_in_a_long_line_makes_a_line_end(keys: list[str]) -> None:
    """Whatever is typed at the seams of a long line's pieces, only Enter and pasted line ends make new lines."""
    editor = TextEditor("word " * 500)
    async with Shown(editor).run_test(size=(60, 20)) as pilot:
        editor.move_cursor((1, 0))
        for key in keys:
            await pilot.press(key)
        if "enter" not in keys and "ctrl+x" not in keys:
            assert "\n" not in editor.answer
        assert not UNSAFE.search(editor.answer.replace("\n", ""))


async def test_backspace_and_delete_at_a_seam_take_whole_characters() -> None:
    """At the seam of two pieces, the text loses what was meant to be deleted and nothing else."""
    text = "0123456789" * 300
    editor = TextEditor(text)
    async with Shown(editor).run_test(size=(60, 20)) as pilot:
        editor.move_cursor((1, 0))
        await pilot.press("backspace", "backspace")
        assert editor.answer == text[:999] + text[1000:]
        await pilot.press("ctrl+z", "end", "x")
        assert sorted(editor.answer) == sorted(f"x{text}")


async def test_a_line_of_200_kb_can_be_edited() -> None:
    """The editor opens, wraps and edits a very long line, at its beginning, in its middle and at its end."""
    text = "w" * 200_000
    editor = TextEditor(text)
    async with Shown(editor).run_test(size=(60, 20)) as pilot:
        await pilot.press("a", "ctrl+end", "z", "pageup", "home", "m")
        await pilot.pause()
        assert editor.size.height == 12
        answer = editor.answer
        assert answer.startswith("aw") and answer.endswith("wz")
        assert len(answer) == 200_003 and answer.count("m") == 1
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert editor.answer == text


async def test_a_pasted_text_is_kept_with_its_line_ends() -> None:
    """Line ends of any style become those of the editor; controls and bidi characters stay in the text."""
    editor = TextEditor()
    async with Shown(editor).run_test() as pilot:
        await paste(pilot, "one\r\ntwo\rthree\nfour \x1b[31m\u202e\u2028 end")
        assert editor.answer == "one\ntwo\nthree\nfour \x1b[31m\u202e\u2028 end"
        assert editor.document.line_count == 4


async def test_a_text_of_crlf_lines_stays_one() -> None:
    """Where all line ends are CR LF, so are new ones."""
    editor = TextEditor("one\r\ntwo\r\n")
    async with Shown(editor).run_test() as pilot:
        await pilot.press("ctrl+end", "x", "enter", "y")
        assert editor.answer == "one\r\ntwo\r\nx\r\ny"


async def test_a_text_pasted_into_a_line_becomes_one_line() -> None:
    """Line ends and tabs become blanks; nothing after the first line is lost."""
    line = LineInput("a")
    async with Shown(line).run_test() as pilot:
        await paste(pilot, "one\r\ntwo\tthree\nfour\x1b")
        assert line.answer == "aone two three four\x1b"


@pytest.mark.parametrize("make", [TextEditor, LineInput])
async def test_text_that_cant_be_edited_can_only_be_read(make: Any) -> None:
    """A text with characters that the field needs for itself is shown and comes back exactly; keys change nothing."""
    field = make(PRIVATE)
    async with Shown(field).run_test() as pilot:
        assert not field.editable
        await pilot.press("x", "backspace", "ctrl+x", "ctrl+k")
        await paste(pilot, "more")
        assert field.answer == PRIVATE


@pytest.mark.parametrize("make", [TextEditor, LineInput])
async def test_pasted_characters_of_the_block_are_replaced(make: Any) -> None:
    """They can't be taken for stand-ins."""
    field = make("")
    async with Shown(field).run_test() as pilot:
        await paste(pilot, "a\U0010ff05b\U0010fff0c")
        assert field.answer == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("make", [TextEditor, LineInput])
async def test_what_keyboards_send_is_taken(make: Any) -> None:
    """A joiner in an emoji, a blank of another language, a mark that combines and a right-to-left mark are typed."""
    field = make("")
    async with Shown(field).run_test() as pilot:
        for char in "\U0001f469\u200d\U0001f33e \u3000e\u0301\u05e9\u200f\u4e2d":
            pilot.app.post_message(events.Key(f"u{ord(char):x}", char))
        await pilot.pause()
        assert field.answer == "\U0001f469\u200d\U0001f33e \u3000e\u0301\u05e9\u200f\u4e2d"


@pytest.mark.parametrize("make", [TextEditor, LineInput])
async def test_copying_and_pasting_inside_keeps_the_text(make: Any) -> None:
    """What is copied is the text itself, with what was held in it; pasting puts it back as it was."""
    field = make("a\x1bb")
    async with Shown(field).run_test() as pilot:
        await pilot.press("ctrl+shift+a", "ctrl+c")
        assert pilot.app.clipboard == "a\x1bb"
        await pilot.press("ctrl+shift+a", "ctrl+x")
        assert field.answer == "" and pilot.app.clipboard == "a\x1bb"
        await pilot.press("ctrl+v", "ctrl+v")
        assert field.answer == "a\x1bba\x1bb"


async def test_undo_and_redo_in_the_editor() -> None:
    """Undo takes back what was pasted, held characters included, and redo brings it back."""
    editor = TextEditor("x")
    async with Shown(editor).run_test() as pilot:
        await paste(pilot, "\x1b1\n2")
        await pilot.press("ctrl+z")
        assert editor.answer == "x"
        await pilot.press("ctrl+y")
        assert editor.answer == "\x1b1\n2x"


async def test_the_editor_grows_with_its_text() -> None:
    """It is three lines high at first and twelve at most."""
    editor = TextEditor()
    async with Shown(editor).run_test() as pilot:
        heights = []
        for _ in range(15):
            await pilot.press("x", "enter")
            await pilot.pause()
            heights.append(editor.content_size.height)
        assert heights[0] == 3 and heights[-1] == 12 and heights == sorted(heights)


async def test_tab_leaves_the_editor_and_arrows_leave_a_line() -> None:
    """Tab is no text; Up and Down go from line to line."""
    editor, first, second = TextEditor(), LineInput(), LineInput()
    async with Shown(editor, first, second).run_test() as pilot:
        await pilot.press("tab")
        assert pilot.app.focused is first and editor.answer == ""
        await pilot.press("down")
        assert pilot.app.focused is second
        await pilot.press("up")
        assert pilot.app.focused is first


async def test_a_name_is_completed() -> None:
    """Right takes the suggestion for the last of several names; capitals don't matter."""
    line = LineInput(names=["Alex", "Robin"], several=True)
    async with Shown(line).run_test() as pilot:
        await pilot.press(*"Kim, ro")
        await pilot.pause()
        await pilot.press("right")
        assert line.answer == "Kim, robin"


async def test_a_scaffold_is_written_where_the_cursor_is() -> None:
    """Its first blank is selected, so that typing fills it."""
    editor = TextEditor("ab")
    async with Shown(editor).run_test() as pilot:
        await pilot.press("right")
        editor.write("Not ___ today. I'd welcome ___.")
        await pilot.press(*"x")
        assert editor.answer == "aNot x today. I'd welcome ___.b"


async def test_a_prompt_is_written_above_the_line_of_the_cursor() -> None:
    """The cursor goes on where it was."""
    editor = TextEditor("one\ntwo")
    async with Shown(editor).run_test() as pilot:
        await pilot.press("down", "end")
        editor.write_above("What surprised me?")
        await pilot.press(*"x")
        assert editor.answer == "one\nWhat surprised me?\ntwox"
