"""A visitor's conversation: what was asked and answered, kept on the server, one for each session."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import Answer, Turn

_KEPT = 20
"""Exchanges that are shown and remembered; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer; its number is unique in the conversation."""

    number: int
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one session, the oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history that a follow-up refers to."""
        return tuple(Turn(one.question, one.answer.answer) for one in self.exchanges)

    @property
    def next_number(self) -> int:
        """The number that the next exchange gets."""
        return self.exchanges[-1].number + 1 if self.exchanges else 1

    def with_answer(self, question: str, answer: Answer) -> Conversation:
        """The conversation with one exchange more."""
        latest = Exchange(self.next_number, question, answer)
        return replace(self, exchanges=(*self.exchanges, latest)[-_KEPT:])
