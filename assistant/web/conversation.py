"""A visitor's conversation: what was asked and answered, kept on the server, one for each session."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Turn

KEPT = 20
"""Exchanges that are shown and remembered; older ones are forgotten."""


def new_token() -> str:
    """A name that nobody can guess."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer; its number is unique in the conversation."""

    number: int
    question: str
    answer: Answer
    next: tuple[str, ...] = ()
    """Questions that may follow."""
    token: str = field(default_factory=new_token)
    """What its downloads are called: nobody can guess it."""


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

    def with_answer(self, question: str, answer: Answer, token: str = "") -> Conversation:
        """The conversation with one exchange more; an answer that grows keeps its token."""
        latest = Exchange(self.next_number, question, answer, token=token or new_token())
        return replace(self, exchanges=(*self.exchanges, latest)[-KEPT:])

    def followed_by(self, questions: tuple[str, ...]) -> Conversation:
        """The conversation whose last answer offers these questions."""
        return replace(self, exchanges=(*self.exchanges[:-1], replace(self.exchanges[-1], next=questions)))

    def before(self, number: int) -> Conversation:
        """The conversation as it was before an exchange."""
        return replace(self, exchanges=tuple(one for one in self.exchanges if one.number < number))

    def exchange(self, number: int) -> Exchange | None:
        """The exchange of this number, if it is still remembered."""
        return next((one for one in self.exchanges if one.number == number), None)
