"""What a report says of itself beside its name: the agency above its own, the days it covers, the day it came out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile

_YEAR = r"(?:19|20)\d{2}"
_DAY = rf"({_YEAR})\s*[-年/.]\s*(\d{{1,2}})\s*[-月/.]\s*(\d{{1,2}})"
DATE = re.compile(_DAY)
_DATE_LINE = re.compile(rf"(?:发布日期|发布时间|公开日期|成文日期|时间)\s*[:：]\s*{_DAY}")
_SHORT = 60
_DATE_KEYS = ("发布时间", "发布日期", "公开日期", "成文日期", "发文日期", "生成日期", "date")
_PARENT_KEYS = ("主管部门", "上级主管部门", "主管单位")

_PERIOD = re.compile(
    r"(?:统计|报告)(?:数据)?的?(?:期限|时限|周期|期间|时间|时段)\D{0,8}"
    rf"({_YEAR})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日\s*起?\s*[至到—~～-]+\s*"
    rf"(?:({_YEAR})\s*年)?\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日"
)

_PARENT_LINE = re.compile(r"(?:上级)?主管(?:部门|单位)\s*[:：]\s*([^，。；：:《》\d\s（()）]{3,28})(?=[\s，。；（(]|$)")
_PARENT_IN_NAME = (
    re.compile(r"(?P<parent>.{2,20}?人民政府).{1,20}$"),
    re.compile(r"(?P<parent>.{3,24}?(?:委员会|局|厅)).{0,12}?(?:办公室|分局|支队|大队|中心|[处所站])$"),
)


def published_in(texts: Sequence[str], metadata: Mapping[str, str]) -> date | None:
    """The day of publication: from the format, from a dated line at the top, else from the date that ends the text."""
    stated = DATE.search(_lookup(metadata, _DATE_KEYS) or "")
    if stated is None:
        stated = next((found for text in _top(texts) if (found := _DATE_LINE.search(text[:400]))), None)
    if stated is None:
        stated = next((found for text in texts[-3:] if (found := DATE.fullmatch(text.strip().rstrip("日")))), None)
    return _day(*stated.groups()) if stated else None


def _top(texts: Sequence[str]) -> list[str]:
    """The first lines, and after them the short ones that a page puts before its text."""
    rest = takewhile(lambda text: len(text.strip()) <= _SHORT, texts[8:30])
    return [*texts[:8], *rest]


def period_in(running: str) -> tuple[date, date] | None:
    """The first and the last day of the period of the figures (统计期限); None where the report states none."""
    stated = _PERIOD.search(running)
    if stated is None:
        return None
    year, month, day, last_year, last_month, last_day = stated.groups()
    first, last = _day(year, month, day), _day(last_year or year, last_month, last_day)
    return (first, last) if first and last and first <= last else None


def parent_of(agency: str | None, running: str, metadata: Mapping[str, str]) -> str | None:
    """The agency above this one: as stated, else as its own name holds it (某市公安局 in 某市公安局东城分局)."""
    line = _PARENT_LINE.search(running[:2000])
    stated = _lookup(metadata, _PARENT_KEYS) or (line and line.group(1))
    if stated and stated != agency:
        return stated
    named = (pattern.match(agency or "") for pattern in _PARENT_IN_NAME)
    return next((match["parent"] for match in named if match), None)


def conflicts(year: int | None, period: tuple[date, date] | None, published: date | None) -> tuple[str, ...]:
    """What these say against each other; the year against the year of the period is `identify`'s to say."""
    if published is None:
        return ()
    if period is not None and published < period[1]:
        return (f"发布日期 {published} 早于统计期限的最后一天 {period[1]} / It is dated before its period ends",)
    if period is None and year is not None and published.year < year:
        return (f"发布日期 {published} 早于报告年度 {year} / It is dated before its year",)
    return ()


def _lookup(metadata: Mapping[str, str], keys: Iterable[str]) -> str | None:
    return next((metadata[key].strip() for key in keys if metadata.get(key, "").strip()), None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
