"""Answers that were given lately, by the token that only their visitor has: what a download is made of."""

from __future__ import annotations

import threading
from collections import OrderedDict

from assistant.answer import Answer

MOST = 1_000
"""Older answers are forgotten; asking again makes a new token."""


class KeptAnswers:
    """Safe to share between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def keep(self, token: str, answer: Answer) -> None:
        """Remember an answer."""
        with self._lock:
            self._answers[token] = answer
            self._answers.move_to_end(token)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def answer(self, token: str) -> Answer | None:
        """The answer of a token, or None when it was forgotten or never given."""
        with self._lock:
            return self._answers.get(token)
