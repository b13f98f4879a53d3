"""The style sheet of the app."""

from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from textual.app import App
from textual.cache import LRUCache
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget


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


class _Held(NamedTuple):
    """What holds for a place, and what Textual notes about it."""

    rules: RulesMap
    notes: tuple[bool, bool, bool, bool]


class Memory:
    """Places in the tree of widgets by what style sheets can tell of them, and what holds for each."""

    def __init__(self) -> None:
        self.places: dict[Hashable, int] = {}
        self.held: dict[int, _Held] = {}


class RememberingStylesheet(OnceParsedStylesheet):
    """A style sheet that finds once what holds for widgets that are alike, in places that are alike.

    Textual tries the rules again for every widget around the cursor, and for every part of one that has a style of its
    own, whenever the cursor goes from one field to the next. What it finds follows from the types, names, classes and
    states of the widget and of all that it is in; rules that look at other widgets are left to Textual.
    """

    _MUCH = 20_000  # places

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._memory = Memory()
        self._at: dict[DOMNode, int] | None = None  # while many are updated at once

    def memory(self) -> Memory:
        """What is remembered of the rules that there are now: nothing yet."""
        return Memory()

    def parse(self) -> None:
        """Takes the rules of all sources; there may be others for any widget."""
        super().parse()
        self._memory = self.memory()

    def _forget_if_much(self) -> None:
        if self._at is None and len(self._memory.places) > self._MUCH:
            self._memory = Memory()

    def update_nodes(self, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        """Updates styles; the places of the widgets around stay until it is done."""
        self._forget_if_much()
        before, self._at = self._at, {}
        try:
            super().update_nodes(nodes, animate)
        finally:
            self._at = before

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[tuple[Any, ...], RulesMap] | None = None
    ) -> None:
        """Gives a widget its style."""
        if self._require_parse:
            self.parse()
        self._forget_if_much()
        place = self._place(node)
        held = self._memory.held.get(place)
        if held is None:
            found: dict[tuple[Any, ...], RulesMap] = {}
            super().apply(node, animate=animate, cache=found)  # which puts here what follows from the place alone
            for rules in found.values():
                notes = node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even
                self._memory.held[place] = _Held(rules, notes)
            return
        node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even = held.notes
        if node.styles.base._rules != held.rules:
            self.replace_rules(node, held.rules, animate=animate)
        elif not animate:
            node.notify_style_update()  # it may be in front of another background now
        self._process_component_classes(node)

    def _process_component_classes(self, node: DOMNode) -> None:
        """Gives the parts of a widget their styles, if they have others than before."""
        parts = node._get_component_classes()
        if parts and not self._have_theirs(node, parts):
            super()._process_component_classes(node)

    def _have_theirs(self, node: DOMNode, parts: Iterable[str]) -> bool:
        around = self._place(node)
        for part in parts:
            place = self._memory.places.get((around, DOMNode, None, frozenset((part,)), ()))
            held = None if place is None else self._memory.held.get(place)
            styles = node._component_styles.get(part)
            if held is None or styles is None or styles.base._rules != held.rules:
                return False
        return True

    def _place(self, node: DOMNode) -> int:
        """The number of the place where a widget is; 0 is that of the app."""
        if self._at is not None and (known := self._at.get(node)) is not None:
            return known
        state: tuple[bool, ...]
        if isinstance(node, Widget):
            state = node.mouse_hover, node.has_focus, node.disabled, node.allow_focus()
        elif isinstance(node, App):
            state = tuple(is_so(node) for is_so in node._PSEUDO_CLASSES.values())
        else:
            state = ()
        around = self._place(node._parent) if isinstance(node._parent, DOMNode) else -1
        places = self._memory.places
        place = places.setdefault((around, type(node), node._id, frozenset(node._classes), state), len(places))
        if self._at is not None:
            self._at[node] = place
        return place
