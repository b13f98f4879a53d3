"""A short list to choose from."""

import contextlib
from typing import Literal

from textual.widgets import OptionList


class Lines(OptionList):
    """Textual's OptionList, whose page keys fail on a list that is lower than a line or not laid out yet."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        with contextlib.suppress(KeyError, IndexError):
            super()._move_page(direction)
