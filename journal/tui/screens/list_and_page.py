"""What the screens with a list and a page of one thing from it have in common."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from journal.tui.screens.base import JournalScreen
from journal.tui.screens.journal.reading_place import BESIDE_FROM_100
from journal.tui.widgets.page_view import PageView
from journal.tui.widgets.pick_list import PickList

R = TypeVar("R")


class ListAndPage(JournalScreen[R]):
    """A list, and the page of what is under its cursor: beside it, or below it where it is narrow.

    Tab goes from one to the other. Where it is narrow, the page takes the place of the list while it is in focus.
    """

    AUTO_FOCUS = "PickList"
    HORIZONTAL_BREAKPOINTS = BESIDE_FROM_100

    def compose_both(self) -> ComposeResult:
        """The list and the page."""
        with Container(id="both"):
            yield PickList()
            yield PageView()

    @property
    def picks(self) -> PickList:
        """The list."""
        return self.query_one(PickList)

    @property
    def page(self) -> PageView:
        """The page."""
        return self.query_one(PageView)

    def go_to_list(self) -> None:
        """Goes into the list, if there is anything in it."""
        self.remove_class("-reading")
        self.set_focus(self.picks if self.picks.picks else None)

    def go_to_page(self) -> None:
        """Goes into the page."""
        if self.picks.picks:
            self.add_class("-reading")
            self.set_focus(self.page)

    def show_both(self, *, shown: bool) -> None:
        """Shows or hides both; while they are hidden, no key goes to them."""
        self.query_one("#both").display = shown
        if shown and self.focused is None:
            self.go_to_list()
        elif not shown and self.focused in (self.picks, self.page):
            self.remove_class("-reading")
            self.set_focus(None)

    def focus_next(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Goes from the list to the page, and from anywhere else to the list."""
        if self.focused is self.picks:
            self.go_to_page()
        else:
            self.go_to_list()
        return self.focused

    def focus_previous(self, selector: str | type[Widget] = "*") -> Widget | None:
        """The same, for there are two places to go to."""
        return self.focus_next(selector)
