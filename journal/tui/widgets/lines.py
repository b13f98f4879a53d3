"""A short list to choose from."""

import contextlib
from typing import Literal

from textual.widgets import OptionList


class Lines(OptionList):
    """Textual's OptionList, which fails without a width, and whose page keys do on a list that isn't laid out yet."""

    DEFAULT_CSS = "Lines { min-width: 8; }"

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        with contextlib.suppress(KeyError, IndexError):
            super()._move_page(direction)
