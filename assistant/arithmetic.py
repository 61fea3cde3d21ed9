"""Exact arithmetic on figures: decimals only, rounding stated, every operand kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

PERCENT_PLACES = Decimal("0.01")


class NotComputableError(ArithmeticError):
    """The figures do not allow the computation: a denominator is zero."""


def total(values: Sequence[Decimal]) -> Decimal:
    """The sum."""
    return sum(values, Decimal(0))


def share(part: Decimal, whole: Decimal) -> Decimal:
    """The share part / whole in percent, to two places, half up. Raises NotComputableError when whole is zero."""
    if whole == 0:
        raise NotComputableError(f"{plain(part)} ÷ {plain(whole)}")
    return (part * 100 / whole).quantize(PERCENT_PLACES, ROUND_HALF_UP)


def growth(before: Decimal, after: Decimal) -> Decimal:
    """The change from before to after in percent of before, rounded as `share`. Raises NotComputableError."""
    return share(after - before, before)


def ratio(value: Decimal, base: Decimal) -> Decimal:
    """How many times `base` the value is, to two places, half up. Raises NotComputableError when base is zero."""
    if base == 0:
        raise NotComputableError(f"{plain(value)} ÷ {plain(base)}")
    return (value / base).quantize(PERCENT_PLACES, ROUND_HALF_UP)


def mean(values: Sequence[Decimal]) -> Decimal:
    """The mean of at least one value, to two places, half up."""
    return (total(values) / len(values)).quantize(PERCENT_PLACES, ROUND_HALF_UP)


def median(values: Sequence[Decimal]) -> Decimal:
    """The median of at least one value, exactly: the middle one, or half of the two middle ones' sum."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def plain(value: Decimal) -> str:
    """A decimal as people write it: no exponent, every digit that was stated."""
    return format(value, "f")
