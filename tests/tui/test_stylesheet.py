"""The style sheet remembers what holds for what is alike: it has to be what Textual finds by itself."""

from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from journal.model.entry import Kind
from journal.tui.stylesheet import Memory, RememberingStylesheet
from journal.tui.theme import DARK, LIGHT
from tests.making import made
from tests.tui.conftest import MakeApp, Settle
from tests.tui.reading import fill


def rules_of(node: DOMNode) -> dict[str, Any]:
    """What holds for a widget, its parts included."""
    parts = {name: dict(styles.base._rules) for name, styles in node._component_styles.items()}
    return {"its own": dict(node.styles.base._rules), **parts}


async def test_it_finds_what_textual_finds(
    path: Path, journal_app: MakeApp, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every place, in a form where the cursor goes on, on dialogs, under the mouse, and in other colours."""
    monkeypatch.setattr(RememberingStylesheet, "memory", lambda sheet: Memory())
    fill(path, made("one"), made("two"))
    app = journal_app(path)

    def look() -> None:
        sheet = app.stylesheet
        for node in list(app.screen.walk_children(with_self=True)):
            held = rules_of(node)
            with monkeypatch.context() as plain:
                plain.setattr(RememberingStylesheet, "apply", Stylesheet.apply)
                plain.setattr(
                    RememberingStylesheet, "_process_component_classes", Stylesheet._process_component_classes
                )
                sheet.apply(node)
            assert held == rules_of(node), node

    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for key in ("1", "2", "down", "3", "4", "5", "2", "f1", "escape", "comma", "tab", "escape"):
            await pilot.press(key)
            await settle(pilot)
            look()
        app.write_entry(Kind.COMMUNICATION)
        await settle(pilot)
        for _ in range(4):
            await pilot.press("tab")
            await settle(pilot)
            look()
        await pilot.hover(offset=(60, 12))
        look()
        app.theme = LIGHT.name
        await settle(pilot)
        look()
        app.theme = DARK.name
        await settle(pilot)
        look()


async def test_what_is_remembered_has_an_end(
    path: Path, journal_app: MakeApp, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many places there were, no more of them are kept than that."""
    monkeypatch.setattr(RememberingStylesheet, "_MUCH", 5)
    fill(path)
    app = journal_app(path)
    async with app.run_test() as pilot:
        await settle(pilot)
        sheet = app.stylesheet
        assert isinstance(sheet, RememberingStylesheet)
        sheet.update(app.screen)
        before = sheet._memory
        sheet.update(app.screen)
        assert sheet._memory is not before
