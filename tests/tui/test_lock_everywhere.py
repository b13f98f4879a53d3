"""The lock and the blank screen over every screen and dialog that the app has, with an unsaved form beneath."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input

from journal.model.entry import Entry, Kind, Sharing
from journal.model.homework import Assignment
from journal.model.ranges import Span
from journal.model.session import AgendaItem, TherapySession
from journal.summary.lines import Line
from journal.summary.page import Summary
from journal.tui import screens
from journal.tui.app import Ending, JournalApp
from journal.tui.screens.base import DialogScreen, JournalScreen, PlaceScreen
from journal.tui.screens.blank import BlankScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.summary.export import ExportScreen
from journal.tui.screens.summary.reading import Asked
from journal.tui.widgets.entry_page import Names
from journal.vault.people import Person
from journal.vault.vault import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.journals import new_vault
from tests.making import DAY, made
from tests.summary.made import all_shared
from tests.tui.conftest import MakeApp, Settle, Wait
from tests.tui.resting import amid
from tests.tui.writing import drafts, look, written

SMALL = (80, 24)
_GROUPS = 4  # an app for each
TEXT = made("a text", topic="a topic")
SESSION = TherapySession(date=NOW.date())
HOMEWORK = Assignment(title="a title", kind=Kind.EDUCATION)


def every_screen() -> set[type[Screen[Any]]]:
    """Every screen and dialog of the app that isn't only there for others to be made from it."""
    found: set[type[Screen[Any]]] = set()
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    waiting: list[type[Screen[Any]]] = [Screen]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__module__.startswith(screens.__name__) and not _is_only_a_base(kind):
            found.add(kind)
    return found


def _is_in_front(app: JournalApp, screen: Screen[Any]) -> bool:
    return app.screen is screen


def lock_key(screen: Screen[Any]) -> str:
    """What Ctrl-L does ahead of everything else on a screen, dialogs included."""
    chain = (bindings for _, bindings in reversed(screen._binding_chain))
    found = (binding for bindings in chain for binding in bindings.key_to_bindings.get("ctrl+l", ()))
    return next(binding.action for binding in found if binding.priority)


def _is_only_a_base(kind: type[Screen[Any]]) -> bool:
    return any(issubclass(other, kind) for other in kind.__subclasses__()) and kind.__name__ not in WITH


def with_nothing(_: Vault) -> tuple[Any, ...]:
    """What most are made with."""
    return ()


# What those are made with that can't be made with nothing.
WITH: dict[str, Callable[[Vault], tuple[Any, ...]]] = {
    "ConfirmScreen": lambda vault: ("A question?", "Yes"),
    "HelpScreen": lambda vault: ((),),
    "RecordScreen": lambda vault: ("A heading", [("one", "two")]),
    "TextsScreen": lambda vault: (TEXT,),
    "PassageScreen": lambda vault: (TEXT, "text", Sharing()),
    "ShareScreen": lambda vault: (vault.entries.add(TEXT), Names()),
    "ChooseScreen": lambda vault: ("A title", (), ""),
    "DatesScreen": lambda vault: ((None, None), NOW.date()),
    "AssignScreen": lambda vault: (vault.sessions.add(SESSION).id,),
    "RewordScreen": lambda vault: (Line("key", "", "words", ()), {}),
    "EntryFormScreen": lambda vault: (TEXT,),
    "RecordFormScreen": lambda vault: (HOMEWORK,),
    "SessionNotesScreen": lambda vault: (SESSION,),
    "AdaptScreen": lambda vault: (vault.assignments.add(HOMEWORK),),
    "HistoryScreen": lambda vault: (Entry, vault.entries.add(TEXT).id),
    "PersonScreen": lambda vault: (Person("Alex"), "", ()),
    "TalkedScreen": lambda vault: (vault.sessions.add(SESSION),),
    "ExportScreen": lambda vault: (Asked(),),
    "RoomScreen": lambda vault: (_summary(vault),),
}


def _summary(vault: Vault) -> Summary:
    from journal.clock import now
    from journal.model.sharing import Audience
    from journal.summary.build import build

    vault.entries.add(all_shared(TEXT))
    return build(vault, Audience.THERAPIST, DAY, NOW.date(), now(NOW))


def test_none_is_forgotten() -> None:
    """Each is made with nothing or with what stands above, and is a screen or dialog of ours, which keeps drafts."""
    for kind in every_screen():
        needed = [
            one for one in inspect.signature(kind).parameters.values()
            if one.default is one.empty and one.kind is not one.VAR_KEYWORD
        ]  # fmt: skip
        assert not needed or kind.__name__ in WITH, f"say in WITH how {kind.__name__} is made"
        assert issubclass(kind, JournalScreen | DialogScreen) or kind.__name__ == "Palette"


@pytest.mark.parametrize("some", range(_GROUPS))
async def test_it_locks_over_every_one(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, some: int
) -> None:
    """F8 hides each and shows it again, Ctrl-L is the lock's on it, and over all of them the lock keeps the draft."""
    kinds = sorted(every_screen(), key=lambda kind: kind.__name__)[some::_GROUPS]
    vault = new_vault(path, clock=lambda: NOW)
    vault.agenda.add(AgendaItem(text="to say"))
    given = {kind: WITH.get(kind.__name__, with_nothing)(vault) for kind in kinds}
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press(*"kept")
        for kind in kinds:
            if issubclass(kind, PlaceScreen):
                await app.switch_mode(kind.PLACE)
            elif kind is not BlankScreen:
                await app.push_screen(kind(*given[kind]))
            await settle(pilot)
            shown = app.screen
            assert lock_key(shown) == "app.lock", kind
            await pilot.press("f8")
            await until(pilot, lambda: app.is_blank)
            assert lock_key(app.screen) == "app.lock"
            await pilot.press("f8")
            await until(pilot, partial(_is_in_front, app, shown))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.is_running)
    assert (app.return_value, app.exit_code) == (Ending.LOCKED, 0)
    assert any("kept" in repr(draft.content) for draft in drafts(path))


async def test_a_question_that_opens_by_itself_opens_beneath(
    app: JournalApp, path: Path, settle: Settle, until: Wait
) -> None:
    """While the screen is blank neither a question, another place nor a message shows; F8 shows what came meanwhile."""
    answers: list[bool] = []

    async def ask() -> None:
        question: Screen[bool] = ConfirmScreen("About a title?", "Yes")
        answers.append(await app.push_screen_wait(question))

    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        await settle(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: app.is_blank)
        app.say("About a title.")
        app.run_worker(ask())
        await until(pilot, lambda: any(isinstance(one, ConfirmScreen) for one in app.screen_stack))
        await pilot.pause()
        assert app.is_blank and nothing_drawn(app)
        await app.switch_mode("journal")
        await pilot.pause()
        assert app.is_blank and nothing_drawn(app)
        app.say("About a title.")
        await pilot.pause()
        assert nothing_drawn(app)
        await pilot.press("f8")
        await until(pilot, lambda: not app.is_blank and app.current_mode == "journal")
        await app.switch_mode("today")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: not app.is_running)
    assert (app.return_value, app.exit_code, answers) == (Ending.LOCKED, 0, [])


def nothing_drawn(app: JournalApp) -> bool:
    """Whether the screen is empty."""
    return not "".join(segment.text for strip in app.screen._compositor.render_strips() for segment in strip).strip()


async def test_the_lock_waits_for_an_export_and_leaves_it_whole(
    path: Path, journal_app: MakeApp, settle: Settle, until: Wait, home: Path
) -> None:
    """Locked while a page of many entries is written as a PDF: it is there as a whole, with its line, and no part."""
    vault = new_vault(path, clock=lambda: NOW)
    with vault.atomic():
        for number in range(60):
            vault.entries.add(all_shared(made(f"text {number}")))
    vault.close()
    app = journal_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        screen = ExportScreen(Asked(span=Span.DATES, dates=(DAY, NOW.date())))
        await app.push_screen(screen)
        await settle(pilot)
        screen.query_one("#place", Input).value = str(home / "page.pdf")
        await pilot.press("tab", "3", "tab", *"plain")
        app.simulate_key("ctrl+s")
        await amid(lambda: app.vault._writes)
        app.simulate_key("ctrl+l")
        await until(pilot, lambda: not app.is_running)
    assert (app.return_value, app.exit_code) == (Ending.LOCKED, 0)
    (page,) = home.iterdir()
    assert page.name == "page.pdf" and page.read_bytes().rstrip().endswith(b"%%EOF")
    assert look(path, lambda vault: [one.content.place for one in vault.shared_copies.list()]) == [str(page)]


async def test_after_sleep_nothing_is_drawn_and_no_key_counts(path: Path, settle: Settle, until: Wait) -> None:
    """What would be drawn first, and the first key, meet the lock; the draft is kept without that key."""
    new_vault(path, clock=lambda: NOW).close()
    now = [0.0]
    app = JournalApp(path, passphrase=PASSPHRASE, clock=lambda: NOW, seconds=lambda: now[0])
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.current_mode == "today")
        app.write_entry(Kind.REFLECTION)
        await settle(pilot)
        await pilot.press(*"kept")
        now[0] += 30
        app._display(app.screen, None)
        assert app.is_hidden
        await pilot.press("x")
        await until(pilot, lambda: not app.is_running)
    assert app.return_value is Ending.LOCKED
    assert [draft.text for draft in written(path)] == ["kept"]
