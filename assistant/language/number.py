"""What a number of a statement stands for: its value in its unit, and how exact it is.

A statement's number stands for every value that rounds to it: “1.2万件” for 12000 to the hundred of its last digit,
“约3100件” for what is near, “3000余件” for what is a little more, “超过3000件” for anything above.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

RATIO = "比1"
"""The unit of “6.3比1”."""


class Bound(StrEnum):
    """What a number says about the value it stands for."""

    EXACT = "exact"
    ABOUT = "about"
    SOME_MORE = "some more"
    NEARLY = "nearly"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Kind(StrEnum):
    """What sort of number it is."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    """A multiple: “2.3倍”."""
    DOUBLINGS = "doublings"
    """How often something doubled: “翻一番”."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text, from `start` to `end`: `value` in `unit`, exact to `step`."""

    start: int
    end: int
    value: Decimal
    unit: str
    kind: Kind
    step: Decimal
    bound: Bound
    scale: Decimal = Decimal(1)
    """What one unit is in the kind's own unit: a 万元 is 10000 元."""
    spelled: bool = False
    """Whether it is written in Chinese numerals."""

    def agrees(self, actual: Decimal) -> bool:
        """Whether a value, in the kind's own unit, is one that this number may stand for."""
        stated, step = self.value * self.scale, self.step * self.scale
        match self.bound:
            case Bound.EXACT:
                return _rounded(actual, step) == _rounded(stated, step)
            case Bound.ABOUT:
                return _rounded(actual, step) == stated or abs(actual - stated) <= self._slack()
            case Bound.SOME_MORE:
                return stated <= actual < stated + self._last_place()
            case Bound.NEARLY:
                return stated - min(self._last_place(), abs(stated) / 10) <= actual <= stated
            case Bound.OVER:
                return actual > stated
            case Bound.UNDER:
                return actual < stated
            case Bound.AT_LEAST:
                return actual >= stated
            case Bound.AT_MOST:
                return actual <= stated

    def rounds_to(self, actual: Decimal) -> bool:
        """Whether a value is the stated one to its last digit, however it is said to be bounded: 98.46 is 98."""
        step = min(self.step, Decimal(1)) * self.scale if self.kind is Kind.PERCENT else self.step * self.scale
        return _rounded(actual, step) == _rounded(self.value * self.scale, step)

    def _last_place(self) -> Decimal:
        """The place of the last digit that is not 0: 3000 is a number of thousands."""
        stated = self.value * self.scale
        if not stated:
            return self.step * self.scale
        place = Decimal(1).scaleb(int(stated.normalize().as_tuple().exponent))
        return max(place, self.step * self.scale)  # a third is as rough as its step, whatever its decimals

    def _slack(self) -> Decimal:
        return max(min(self._last_place() / 2, abs(self.value * self.scale) / 20), self.step * self.scale / 2)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step
