"""The gate before gradio: a few questions at a time go through, some stand in line, the rest are told at once.

A question costs gradio far more than it costs us: fifty at a time keep its event loop busy for seconds, in which
nobody can be told anything. Those in line here cost nothing, so whoever is turned away hears it within milliseconds.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

PATIENCE = 30.0
"""Seconds that a question stands in line; then its visitor is told that the service is busy."""
_PAUSE = 0.005
"""Seconds between two looks at what is under way, while somebody waits."""


class Gate:
    """Lets questions through; to be used within one event loop."""

    def __init__(self, under_way: Callable[[], int], at_once: int, waiting: int, *, patience: float = PATIENCE) -> None:
        """`under_way` counts what went through and has not ended: at most `at_once`. `waiting` may stand in line."""
        self._under_way, self._at_once, self._waiting = under_way, at_once, waiting
        self._patience = patience
        self._line: deque[asyncio.Future[None]] = deque()
        self._passing = 0
        self._porter: asyncio.Task[None] | None = None

    async def admits(self) -> bool:
        """Whether a question may go through, once it may; False when the line is full, or was too slow.

        One that may counts as under way until `passed` is called; from then on `under_way` has to know of it.
        """
        if not self._line and self._free():
            self._passing += 1
            return True
        if len(self._line) >= self._waiting:
            return False
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        if self._porter is None or self._porter.done():
            self._porter = asyncio.create_task(self._keep())
        await asyncio.wait([turn], timeout=self._patience)
        if turn.done():
            return True
        self._line.remove(turn)
        return False

    def passed(self) -> None:
        """A question that was admitted has been handed on."""
        self._passing -= 1

    def _free(self) -> bool:
        return self._passing + self._under_way() < self._at_once

    async def _keep(self) -> None:
        """Let the first in line through whenever there is room, for as long as there is a line."""
        while self._line:
            if self._free():
                self._passing += 1
                self._line.popleft().set_result(None)
            else:
                await asyncio.sleep(_PAUSE)
