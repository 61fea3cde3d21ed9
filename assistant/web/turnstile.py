"""How many questions are answered at a time, how many may wait, and that the rest are told at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import anyio
import anyio.to_thread

from assistant.errors import BaogaoError

T = TypeVar("T")
InThread = Callable[[Callable[[], Any]], Awaitable[Any]]


class BusyError(BaogaoError):
    """Too many questions are waiting already."""


class Turnstile:
    """Lets work into threads: `at_once` run, `waiting` stand in line, others are turned away at once."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once = at_once
        self._most = at_once + waiting
        self._inside = 0
        self._limiter: anyio.CapacityLimiter | None = None  # made in the event loop that uses it

    async def run(self, work: Callable[[], T]) -> T:
        """Run the work in a thread. Raises BusyError when the line is full, and what the work raises."""
        async with self.place() as in_thread:
            done: T = await in_thread(work)
            return done

    @asynccontextmanager
    async def place(self) -> AsyncIterator[InThread]:
        """A place for work of several steps: what is given runs each in a thread. Raises BusyError."""
        if self._inside >= self._most:
            raise BusyError("现在提问的人很多，请过几秒再试。Too many questions are waiting; please try again shortly.")
        self._limiter = self._limiter or anyio.CapacityLimiter(self._at_once)
        self._inside += 1
        try:
            yield self._in_thread
        finally:
            self._inside -= 1

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)
