"""Values of command-line options, for argparse: what is wrong with one is said in a sentence."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from math import inf


def whole(text: str) -> int:
    """A whole number, as of a year or a seed."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r}：应为整数 / must be a whole number") from None


def positive(text: str) -> int:
    """A whole number from 1 on."""
    number = whole(text)
    if number < 1:
        raise ArgumentTypeError(f"{text!r}：应为 1 或更大 / must be 1 or more")
    return number


def seconds(text: str) -> float:
    """A length of time that ends."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < inf:
        raise ArgumentTypeError(f"{text!r}：应为大于 0 的秒数 / must be seconds, more than 0")
    return number


def day(text: str) -> date:
    """A day, written 2024-01-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r}：日期应写作 2024-01-31 / must be a day, written 2024-01-31") from None
