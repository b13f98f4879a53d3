"""The app as a test of copies that left looks at it."""

from textual.widgets import OptionList

from journal.tui.screens.today.place import TodayScreen
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList
from tests.tui.conftest import Wait
from tests.tui.homework import Place

SIZE = (80, 24)


class Copies(Place):
    """The app as a test of the ledger looks at it."""

    async def unlock(self, until: Wait) -> None:
        """Unlocks, and waits for Today."""
        await until(self.pilot, lambda: self.app.vault.is_open)
        await until(self.pilot, lambda: isinstance(self.app.screen, TodayScreen))
        await self.press()

    @property
    def today_lines(self) -> list[str]:
        """The lines of Today."""
        return [str(option.prompt) for option in self.app.screen.query_one(OptionList).options]

    @property
    def found(self) -> list[str]:
        """What is said of each copy in the list, in order."""
        return [pick.note for pick in self.app.screen.query_one(PickList).picks]

    @property
    def text(self) -> str:
        """The page of the copy under the cursor."""
        return self.app.screen.query_one(PageView).shown_text
