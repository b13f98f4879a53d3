"""A pilot that asks the app itself whether it has come to rest.

Textual's own sends a message to every widget and waits until all of them were taken, and after each key it sleeps for
at least a fiftieth of a second, twice.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakSet

import pytest
from textual._context import active_app
from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout

from journal.tui.aside import NAME

_AT_MOST = 30.0  # seconds, for messages and for drawing
_JOBS = 1.0  # seconds, for jobs on threads; those that take longer are not waited for again
_SECOND_LOOK = 0.01  # seconds
_BESIDE = 0.02  # seconds, for what else goes on beside the messages

Job = asyncio.Future[Any]


class RestingPilot(Pilot[Any]):
    """Presses keys and waits as Textual's pilot does, and no longer than until nothing is left to do."""

    async def _wait_for_screen(self, at_most: float = _AT_MOST) -> bool:
        return await rest(self.app, at_most)


async def rest_in_front(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """In place of Textual's way to wait until the process does little."""
    await rest(active_app.get())


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every pilot one that asks."""
    monkeypatch.setattr("textual.pilot.Pilot", RestingPilot)
    monkeypatch.setattr("textual.pilot.wait_for_idle", rest_in_front)
    monkeypatch.setattr("textual.app.wait_for_idle", rest_in_front)
    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", _counted)


_jobs: WeakSet[Job] = WeakSet()
_silent: WeakSet[threading.Thread] = WeakSet()  # threads of work on a disk that doesn't answer
_run_in_executor: Any = asyncio.BaseEventLoop.run_in_executor


def _counted(loop: asyncio.BaseEventLoop, *job: Any) -> Job:
    begun: Job = _run_in_executor(loop, *job)
    _jobs.add(begun)
    return begun


async def rest(app: App[Any], at_most: float = _AT_MOST) -> bool:
    """Waits until nothing is left to do or to draw, nor on threads, and for what goes on beside that a moment more.

    Whether nothing went wrong in the app; raises what Textual's pilot does if it takes too long.
    """
    begun, at_rest = time.monotonic(), False
    while not app._exception_event.is_set():
        await asyncio.sleep(0)
        waited = time.monotonic() - begun
        if waited > at_most:
            raise WaitForScreenTimeout("The app goes on taking messages or drawing.")
        if _others_are_due():
            continue
        if not app._screen_stacks.get(app._current_mode):
            return True
        if _is_undrawn(app):
            app.screen._on_timer_update()
        elif app._resize_event or any(map(_is_taking, _pumps(app))) or _goes_on_beside(app, waited):
            await asyncio.sleep(0.001)
            at_rest = False
        elif at_rest:
            return True
        else:  # what a timer or a callback is about to begin is seen at the second look
            await asyncio.sleep(_SECOND_LOOK)
            at_rest = True
    return False


def _others_are_due() -> bool:
    """Whether the loop has more to do before it waits."""
    ready: Any = getattr(asyncio.get_running_loop(), "_ready", ())
    return bool(ready)


def _pumps(app: App[Any]) -> Iterator[MessagePump]:
    """All that takes messages in the app and on its screens in front."""
    yield app
    for screen in app.screen_stack:
        yield from screen.walk_children(with_self=True)


def _is_taking(pump: MessagePump) -> bool:
    """Whether messages are waiting for it, or one of them is being taken."""
    queue: Any = pump._message_queue
    return pump._running and not (queue.empty() and queue.ready_event._waiters)


def _is_undrawn(app: App[Any]) -> bool:
    """Whether the screen in front waits for the next time to draw."""
    screen = app.screen
    if app._batch_count or not screen.is_current:
        return False
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


def _goes_on_beside(app: App[Any], waited: float) -> bool:
    """Whether jobs are running on threads, or for a moment whether anything else is under way."""
    loop = asyncio.get_running_loop()
    running = [job for job in _jobs if job.get_loop() is loop and not job.done()]
    asides = [one for one in threading.enumerate() if one.name == NAME and one not in _silent]
    if waited > _JOBS:
        _jobs.difference_update(running)
        _silent.update(asides)
    return bool(running or asides) or (waited < _BESIDE and any(worker.is_running for worker in app.workers))


async def amid(condition: Callable[[], object]) -> None:
    """Waits until something holds that may not hold for long, such as in the middle of a job on a thread."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < _AT_MOST, "it never came to hold"
        await asyncio.sleep(0)
