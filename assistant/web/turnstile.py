"""How many questions are answered at a time, how many may wait, and that the rest are told at once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import anyio
import anyio.to_thread

from assistant.errors import BaogaoError

T = TypeVar("T")
_LONGEST = 20.0
"""Seconds after which a deed no longer counts: its visitor has gone without a word, or a model takes its time."""
InThread = Callable[[Callable[[], Any]], Awaitable[Any]]


class BusyError(BaogaoError):
    """Too many questions are waiting already."""


class Rush:
    """How many deeds of visitors are under way; more than `most` are turned away at the door, before they cost much."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._begun: deque[float] = deque()

    def admits(self) -> bool:
        """Whether one more may begin now; it then counts until `done`, or until its visitor must have left."""
        now = self._clock()
        while self._begun and self._begun[0] < now - _LONGEST:
            self._begun.popleft()
        if len(self._begun) >= self._most:
            return False
        self._begun.append(now)
        return True

    def done(self, deeds: int = 1) -> None:
        """So many have ended."""
        for _ in range(min(deeds, len(self._begun))):
            self._begun.popleft()


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
