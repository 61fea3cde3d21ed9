"""Text and figures in one form before they are compared: widths, white space, marks, thousands, 万, 亿 and %."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from evals.cases import ExpectedFigure

_MARKS = re.compile(r"\[\d+\]|\*\*|[\s​]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"([-−]?\d+(?:\.\d+)?)(万|亿|%)?")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "%": Decimal("0.01")}
_POWERS = frozenset(Decimal(10) ** power for power in range(-12, 13) if power)


class Match(StrEnum):
    """How a figure compares with the expected one."""

    EXACT = "exact"
    SCALE = "scale"
    """The digits are right, the power of ten is not."""
    SIGN = "sign"
    """Only the sign is wrong."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Got:
    """A figure that an answer asserts."""

    value: Decimal
    unit: str | None = None
    year: int | None = None


def plain(text: str) -> str:
    """The text as it is compared: NFKC, no white space, no citation marks, no bold, no thousands separators."""
    return _THOUSANDS.sub("", _MARKS.sub("", unicodedata.normalize("NFKC", text))).casefold()


def numbers(text: str) -> frozenset[Decimal]:
    """Every number of a text, as printed and with its scale: "5.8万" gives 5.8 and 58000, "3%" gives 3 and 0.03."""
    found = set()
    for digits, scale in _NUMBER.findall(plain(text)):
        value = Decimal(digits.replace("−", "-"))
        found |= {value.normalize(), (value * _SCALES.get(scale, Decimal(1))).normalize()}
    return frozenset(found)


def compare(expected: ExpectedFigure, got: Got) -> Match:
    """Compare to the decimals that the expected value is written with, after both were brought to one scale."""
    if expected.year is not None and got.year not in (None, expected.year):
        return Match.WRONG
    kind, other = _dimension(expected.unit), _dimension(got.unit)
    if expected.unit and got.unit and kind != other:
        return Match.WRONG
    value = got.value * _scale(got.unit) / _scale(expected.unit)
    if _equal(value, expected.value) or (expected.any_sign and _equal(abs(value), abs(expected.value))):
        return Match.EXACT
    if _equal(-value, expected.value):
        return Match.SIGN
    if expected.value and value / expected.value in _POWERS:
        return Match.SCALE
    return Match.WRONG


def _equal(value: Decimal, expected: Decimal) -> bool:
    exponent = expected.as_tuple().exponent
    assert isinstance(exponent, int)
    return value.quantize(Decimal(1).scaleb(min(exponent, 0)), ROUND_HALF_UP) == expected


def _scale(unit: str | None) -> Decimal:
    return _SCALES.get(unit[0], Decimal(1)) if unit else Decimal(1)


def _dimension(unit: str | None) -> str:
    if not unit:
        return ""
    rest = unit.lstrip("万亿")
    return rest if rest in ("元", "%") else "count"
