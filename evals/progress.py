"""How far a run is: one line on a terminal, rewritten as cases are done; nothing where nobody watches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

_EVERY_S = 0.2


class Progress:
    """Told a suite's name, the cases done and all of its cases; shows them with the time left at the pace so far."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._shown = out.isatty()
        self._suite, self._started, self._last = "", 0.0, 0.0

    def __call__(self, suite: str, done: int, total: int) -> None:
        """Rewrite the line, at most five times a second; the suite's last case clears it."""
        if not self._shown:
            return
        now = self._clock()
        if suite != self._suite or done == 0:
            self._suite, self._started, self._last = suite, now, float("-inf")
        if done >= total:
            self._out.write("\r\x1b[K")
        elif now - self._last >= _EVERY_S:
            left = f" · {(now - self._started) * (total - done) / done:.0f} s" if done else ""
            self._out.write(f"\r\x1b[K{suite} {done}/{total}{left}")
            self._last = now
        self._out.flush()
