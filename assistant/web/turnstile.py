"""How much is worked on at a time, how much may wait, and that everybody is told within a bounded time."""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

from assistant.errors import BaogaoError

T = TypeVar("T")
InThread = Callable[[Callable[[], Any]], Awaitable[Any]]
WITHIN = 30.0
"""Seconds, from its coming to its end, that work may take where nothing else is said."""
STAFF_WITHIN = 600.0
"""The same for what staff ask of a whole library."""


class BusyError(BaogaoError):
    """Too many questions are waiting already."""


class SlowError(BaogaoError):
    """The work was not done in its time, whichever part of it was slow."""


class Turnstile:
    """Lets work into threads: `at_once` run, `waiting` stand in line, others are turned away at once.

    Whoever waits for work is told when its time is over. A thread cannot be stopped: what it does goes on and keeps
    its place, so that there are never more than `at_once`, however much hangs.
    """

    def __init__(self, at_once: int, waiting: int, *, within: float = WITHIN) -> None:
        self.within = within
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="baogao")
        self._most = at_once + waiting
        self._inside = 0

    async def run(self, work: Callable[[], T], within: float | None = None) -> T:
        """Run the work in a thread.

        Raises BusyError when the line is full, SlowError when the time is over, and what the work raises.
        """
        async with self.place(within) as in_thread:
            done: T = await in_thread(work)
            return done

    @asynccontextmanager
    async def place(self, within: float | None = None) -> AsyncIterator[InThread]:
        """A place for work of several steps: what is given runs each in a thread. Raises BusyError, SlowError."""
        if self._inside >= self._most:
            raise BusyError(
                "现在提问的人很多，请过几秒再试。 / Too many questions are waiting; please try again shortly."
            )
        self._inside += 1
        try:
            yield partial(self._in_thread, time.monotonic(), self.within if within is None else within)
        finally:
            self._inside -= 1

    async def _in_thread(self, begun: float, within: float, work: Callable[[], Any]) -> Any:  # noqa: ANN401
        running = asyncio.get_running_loop().run_in_executor(self._threads, contextvars.copy_context().run, work)
        try:
            done, _ = await asyncio.wait([running], timeout=max(0.0, begun + within - time.monotonic()))
        finally:
            running.cancel()  # what has not begun need not begin
        if not done:
            raise SlowError(
                f"{within:g} 秒内没能完成，请稍后再试。 / Not done within {within:g} seconds; please try again later."
            )
        return running.result()
