"""The line of keys at the foot of a screen."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList
from textual.widgets._footer import FooterKey

from journal.tui.widgets.key_line import KeyLine


class Keys(App[None]):
    """Two fields, and a key that may be switched off."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save"), Binding("ctrl+o", "other", "Other")]

    can_save = True

    def compose(self) -> ComposeResult:
        """Two fields that have hidden keys of their own, and the line."""
        yield Input()
        yield OptionList("one")
        yield KeyLine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Switches the key off."""
        return self.can_save if action == "save" else True


async def test_it_stays_as_it_is_while_the_focus_moves() -> None:
    """The same widgets are there after Tab; when a key goes, the line follows."""
    app = Keys()
    async with app.run_test() as pilot:
        await pilot.pause()
        before = list(app.query(FooterKey))
        assert [key.description for key in before][:2] == ["Save", "Other"]
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert list(app.query(FooterKey)) == before
        app.can_save = False
        app.refresh_bindings()
        await pilot.pause()
        await pilot.pause()
        assert "Save" not in [key.description for key in app.query(FooterKey)]
