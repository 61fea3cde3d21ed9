"""Answers that were given lately, by the token that only their visitor has: what a download is made of."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from assistant.answer import Answer

MOST = 1_000
"""Older answers are forgotten; asking again makes a new token."""
LASTS = 24 * 3600.0
"""Seconds after which an answer is forgotten in any case."""


class KeptAnswers:
    """Safe to share between threads."""

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, tuple[float, Answer]] = OrderedDict()

    def keep(self, token: str, answer: Answer) -> None:
        """Remember an answer."""
        with self._lock:
            self._answers[token] = self._clock(), answer
            self._answers.move_to_end(token)
            self._forget()

    def answer(self, token: str) -> Answer | None:
        """The answer of a token, or None when it was forgotten or never given."""
        with self._lock:
            self._forget()
            return self._answers[token][1] if token in self._answers else None

    def _forget(self) -> None:
        while self._answers:
            at, _ = next(iter(self._answers.values()))
            if len(self._answers) <= self._most and at + LASTS >= self._clock():
                return
            self._answers.popitem(last=False)
