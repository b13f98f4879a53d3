"""Hostile text in every field of a journal, on every screen of the app: it is drawn as text and does nothing."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from journal.safety.text import UNSAFE
from journal.tui import screens, widgets
from journal.tui.app import JournalApp
from journal.tui.screens.backups.screen import BackupsScreen
from journal.tui.screens.progress.page import SECTIONS
from journal.tui.screens.setup import SetupScreen
from journal.tui.screens.unlock import UnlockScreen
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.poisoned import MARK, poison
from tests.tui.conftest import MakeApp, Wait

SIZE = (100, 40)

# The keys that lead from one of the five places to a screen, and through it.
WAYS = (
    "1 n",
    "1 enter",
    "2 slash x",
    "2 e f2",
    "2 e f9",
    "2 h",
    "2 s",
    "2 end p enter",
    "2 home p",
    "2 home down p",
    "2 home down down p",
    "2 s p",
    "3 e",
    "3 v",
    "3 l",
    "3 a o e",
    "3 g down down e",
    *(f"4 {section.key}" for section in SECTIONS),
    *(f"4 {section.key} t" for section in SECTIONS),
    "4 R s",
    "4 R f",
    "4 R r",
    "4 R r end enter",
    "4 G p",
    "4 S e",
    "4 O e",
    "4 O enter",
    "5",
    "5 e",
    "5 w",
    "5 w ctrl+s",
    "5 w ctrl+s w",
    "5 v p",
    "5 v e",
    "5 v o",
    "5 L enter",
    "5 L g",
    "5 V tab",
    "5 V X",
    "1 T tab",
    "1 T x",
    "1 f4 e",
    "1 f4 d",
    "1 f10 end",
    "1 f10 f12 enter",
    "1 f10 f2",
    "1 f10 f3",
    "1 f10 f5 b",
    f"1 ctrl+p {' '.join('take')} space i n enter",
    "1 f10 f9",
    "1 f10 f9 tab enter",
    "1 f10 f9 tab tab enter",
    "1 f1 g",
    "1 f6",
    "1 f8 f8",
    "1 ctrl+p p",
    "3 t",
    "3 t enter x",
)
# The only ones that this doesn't come to, for nothing of a journal is on them.
BEFORE_IT_IS_OPEN = {"SetupScreen", "UnlockScreen", "RecoverScreen", "BackupPassphraseScreen"}
# Those on which there is no text of a person.
WITHOUT_TEXT = {
    "BlankScreen", "ConfirmScreen", "DatesScreen", "DestroyScreen", "ExportScreen", "GlossaryScreen", "HelpScreen",
    "HowItEndedScreen", "KindsScreen", "Palette", "SealScreen", "StopHereScreen", "TextsScreen", "TimerScreen",
    "WaysScreen", "AssignScreen", "PromptsScreen", "DoctorScreen",
    "ChangePassphraseScreen", "SheetScreen", "BackupsScreen", "MergeScreen",
}  # fmt: skip


def last_of(kind: type, package: str) -> set[str]:
    """The names of every class of a kind in our package that no other one of ours is made from."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    for module in pkgutil.walk_packages(widgets.__path__, f"{widgets.__name__}."):
        importlib.import_module(module.name)

    def classes(parent: type) -> Iterator[type]:
        children: list[type] = parent.__subclasses__()
        for one in children:
            yield one
            yield from classes(one)

    ours: set[type] = {one for one in classes(kind) if one.__module__.startswith(package)}
    parents: set[type] = {parent for one in ours for parent in one.__mro__[1:]}
    return {one.__name__ for one in ours - parents}


def drawn(app: JournalApp) -> str:
    """What is on the screen, a line per row."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


class Walk:
    """What was met on the way, and what of it had text of the journal on it."""

    def __init__(self, app: JournalApp) -> None:
        self.app = app
        self.screens: set[str] = set()
        self.widgets: set[str] = set()
        self.with_text: set[str] = set()

    def look(self) -> None:
        """Looks at everything that is drawn now."""
        screen = self.app.screen
        self.screens.add(type(screen).__name__)
        self.widgets.update(type(one).__name__ for one in screen.query("*"))
        for strip in screen._compositor.render_strips():
            assert not UNSAFE.search(strip.text), (screen, strip.text)
            for segment in strip:
                assert segment.style is None or (segment.style.link is None and "@click" not in segment.style.meta)
            if MARK in strip.text:
                self.with_text.add(type(screen).__name__)


async def test_every_screen(path: Path, journal_app: MakeApp, until: Wait) -> None:
    """Whatever is on any screen steers nothing, is no link and no action; a new screen has to be on the way too."""
    vault = new_vault(path, clock=lambda: NOW)
    poison(vault)
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        walk = Walk(app)
        for way in WAYS:
            for key in way.split():
                await pilot.press(key)
                walk.look()
            for _ in range(10):
                if len(app.screen_stack) > 1 or isinstance(app.focused, Input):
                    await pilot.press("escape")
            assert len(app.screen_stack) == 1, way
        await pilot.press("5", "v", "i")
        walk.look()
        assert app.is_running and app.vault.is_open
    everywhere = last_of(Screen, "journal.tui") - BEFORE_IT_IS_OPEN
    assert walk.screens >= everywhere, everywhere - walk.screens
    assert walk.with_text >= everywhere - WITHOUT_TEXT, everywhere - WITHOUT_TEXT - walk.with_text
    ours = last_of(Widget, "journal.tui.widgets")
    assert walk.widgets >= ours, ours - walk.widgets


async def test_a_place_whose_name_is_markup(tmp_path: Path, until: Wait) -> None:
    """The name of a folder is drawn as it is: without a journal, at the lock, in a message, and where backups are."""
    path = tmp_path / "[" / "y][@click=app.quit]x[" / "z].db"
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
        Walk(app).look()
    new_vault(path).close()
    app = JournalApp(path, clock=lambda: NOW)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, UnlockScreen))
        Walk(app).look()
        await pilot.press(*PASSPHRASE, "enter")
        await until(pilot, lambda: app.current_mode == "today")
        app.say(f"Written to {path}")
        await until(pilot, lambda: "Written to" in drawn(app))
        Walk(app).look()
        await pilot.press("f10", "f5")
        await until(pilot, lambda: isinstance(app.screen, BackupsScreen))
        Walk(app).look()
