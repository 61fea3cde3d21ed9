"""An answer while it grows: what comes in quick succession is shown together, because every showing costs everybody."""

from __future__ import annotations

import time
from collections.abc import Iterator

from assistant.answer import Answer, Citation
from assistant.web.conversation import Conversation, new_token

_PACE = 0.1
"""Seconds between two showings; the first words are shown at once."""


class Growing:
    """The answer to one question, taken from its stream in steps."""

    def __init__(self, stream: Iterator[Answer], question: str, before: Conversation) -> None:
        self._stream, self._question, self._before = stream, question, before
        self._token = new_token()
        self.conversation = before
        """As it stands: with the answer, as soon as there are words of it."""
        self.whole = False
        """Whether nothing more will come."""

    @property
    def citations(self) -> tuple[Citation, ...] | None:
        """What the answer cites so far; None before its first words."""
        return None if self.conversation is self._before else self.conversation.exchanges[-1].answer.citations

    def step(self) -> None:
        """Take what comes next, as much as comes quickly."""
        first, begun = self.conversation is self._before, time.monotonic()
        for answer in self._stream:
            self.conversation = self._before.with_answer(self._question, answer, self._token)
            if first or time.monotonic() - begun >= _PACE:
                return
        self.whole = True
