"""What one answer may cost a model: seconds, calls, characters, tokens, and so money; and what it did cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.answer import Usage
from assistant.errors import ModelError

MOST_CALLS = 10
"""Calls of a model for one answer; a tool loop is one, with rounds of its own."""
MOST_CHARACTERS = 20_000
"""A reply longer than this is no answer to a question: it is cut off and not used."""
MOST_TOKENS = 60_000
"""Tokens of one answer, in and out, after which no further call is made; with a price this bounds the cost too."""
_PRICED = 1_000_000
"""Prices are per million tokens."""


@dataclass
class Budget:
    """Counts down from the first call; every call asks it before it starts."""

    seconds: float
    price: tuple[Decimal, Decimal] | None = None
    """Per million tokens in and out; None when no price is configured."""
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        self._end = time.monotonic() + self.seconds

    @property
    def remaining(self) -> float:
        """Seconds that are left; never negative."""
        return max(0.0, self._end - time.monotonic())

    def call(self) -> None:
        """Count a call. Raises ModelError when time, calls or tokens are spent."""
        if self.remaining == 0:
            raise ModelError("timeout", f"超过 {self.seconds:g} 秒未完成 / not done within {self.seconds:g} s")
        if self.calls >= MOST_CALLS:
            raise ModelError("calls", f"超过 {MOST_CALLS} 次调用 / more than {MOST_CALLS} calls")
        if self.input_tokens + self.output_tokens >= MOST_TOKENS:
            raise ModelError("tokens", f"超过 {MOST_TOKENS} 个 token / more than {MOST_TOKENS} tokens")
        self.calls += 1

    def spend(self, input_tokens: int, output_tokens: int) -> None:
        """Add the tokens that a call took, as its server counted them."""
        self.input_tokens += input_tokens
        self.output_tokens += output_tokens

    def usage(self) -> Usage | None:
        """What was spent; None when no model was called."""
        if self.calls == 0:
            return None
        return Usage(self.calls, self.input_tokens, self.output_tokens, self._cost())

    def _cost(self) -> Decimal | None:
        if self.price is None:
            return None
        return (self.input_tokens * self.price[0] + self.output_tokens * self.price[1]) / _PRICED
