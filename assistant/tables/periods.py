"""The years and months that a text names, ranges and lists spelled out: "2022年2月至4月" is three months."""

from __future__ import annotations

import re

_YEAR = r"(?P<{0}>(?:19|20)\d{{2}})"
_RANGE = r"\s*(?:至|到|-|~|—|－)\s*"
_MONTHS = re.compile(
    rf"{_YEAR.format('y1')}年0?(?P<m1>1[0-2]|[1-9])月(?:份)?{_RANGE}(?:{_YEAR.format('y2')}年)?0?(?P<m2>1[0-2]|[1-9])月"
)
_YEARS = re.compile(rf"{_YEAR.format('y1')}年?{_RANGE}{_YEAR.format('y2')}年?(?!0?\d{{1,2}}月)")
_ONE = re.compile(
    r"(?P<year>(?:19|20)\d{2})年(?:度)?(?P<months>(?:(?:[、,，和与及]|以及)?0?(?:1[0-2]|[1-9])月(?:份)?)*)"
)
_MONTH = re.compile(r"(1[0-2]|[1-9])月")
_MOST = 60

Period = tuple[int, int | None]
"""A year, and a month of it."""


def periods_in(text: str) -> dict[Period, None]:
    """The periods that a text names, in order, each once. A range that is too long to be meant names its ends alone."""
    found: dict[Period, None] = {}
    for match in _MONTHS.finditer(text):
        first = int(match["y1"]) * 12 + int(match["m1"]) - 1
        last = int(match["y2"] or match["y1"]) * 12 + int(match["m2"]) - 1
        if 0 <= last - first < _MOST:
            found |= {(one // 12, one % 12 + 1): None for one in range(first, last + 1)}
    for match in _YEARS.finditer(text):
        first, last = int(match["y1"]), int(match["y2"])
        if 0 <= last - first < _MOST:
            found |= {(year, None): None for year in range(first, last + 1)}
    for match in _ONE.finditer(text):
        year, months = int(match["year"]), _MONTH.findall(match["months"])
        found |= {(year, int(month)): None for month in months} if months else {(year, None): None}
    return found


def said(period: Period) -> tuple[str, ...]:
    """The ways in which captions write a period."""
    year, month = period
    return (f"{year}年",) if month is None else (f"{year}年{month}月", f"{year}年{month:02d}月")
