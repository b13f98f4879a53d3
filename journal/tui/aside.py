"""Work on files that may be on a disk that doesn't answer."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from journal.errors import JournalError

T = TypeVar("T")

NAME = "aside"  # of the threads


async def aside(job: Callable[[], T], patience: float) -> T | None:
    """The result of a job that runs on a thread of its own; None where it takes longer than so many seconds.

    Neither the app nor its end waits for such a thread. Raises the JournalError that the job raises.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(finish: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the app has ended
            loop.call_soon_threadsafe(lambda: None if done.done() else finish())

    def run() -> None:
        try:
            result = job()
        except JournalError as problem:
            tell(partial(done.set_exception, problem))
        else:
            tell(partial(done.set_result, result))

    threading.Thread(target=run, name=NAME, daemon=True).start()
    try:
        return await asyncio.wait_for(done, patience)
    except TimeoutError:
        return None
