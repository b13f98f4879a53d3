"""The style sheet of the app."""

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet


class OnceParsedStylesheet(Stylesheet):
    """Textual's style sheet, parsing each source once while the colours stay.

    Textual's own keeps 64 parsed sources, of which there is one for each class of widget, and has all of them parsed
    again for each new class beyond that, and for each mode that is gone to.
    """

    _MORE_THAN_THERE_ARE = 1024

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(self._MORE_THAN_THERE_ARE)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Takes other colours, if they are others."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Takes the rules of all sources anew, without parsing what was parsed already."""
        self.parse()
