"""The maintenance switch: a file in the store. While it is there the public side says so and answers nothing.

<store>/maintenance       its text, if any, is what visitors read
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

NOTICE = "系统正在维护，暂时不能回答问题，请稍后再来。 / Closed for maintenance; please come back later."
LONGEST = 500
"""Characters of a notice."""
_LOOKED = 1.0
"""Seconds for which a look at the file is good: the switch takes effect within them."""


class Maintenance:
    """The switch of one store."""

    def __init__(self, store: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = store / "maintenance"
        self._clock = clock
        self._looked, self._notice = float("-inf"), ""

    def notice(self) -> str:
        """What visitors are told; "" while the service is open. Looks at the file at most once a second."""
        now = self._clock()
        if now - self._looked >= _LOOKED:
            self._looked, self._notice = now, self.read()
        return self._notice

    def read(self) -> str:
        """The notice as the file has it now; "" when it is not there. A file that cannot be read still closes."""
        try:
            with self._file.open(encoding="utf-8", errors="replace") as opened:
                return opened.read(LONGEST).strip() or NOTICE
        except FileNotFoundError:
            return ""
        except OSError:
            return NOTICE

    def on(self, notice: str = "") -> None:
        """Close the public side. Raises OSError when the store cannot be written."""
        self._file.write_text(notice.strip()[:LONGEST] + "\n", encoding="utf-8")

    def off(self) -> None:
        """Open it again."""
        self._file.unlink(missing_ok=True)
