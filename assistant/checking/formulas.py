"""How a reading of the forms is put in words: whose figure it is, how it was computed, why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import phrasing
from assistant.arithmetic import plain
from assistant.lookup import Quantity
from assistant.report import Figure, FigureStatus


def why_not(one: Quantity) -> str:
    """Why a quantity has no value."""
    who = phrasing.who(one.target, "zh")
    if not one.figures:
        return f"{who}的统计表没有“{one.term.zh}”这一项"
    bad = next((figure for figure in one.figures if figure.status is one.status), None)
    reason = {
        FigureStatus.BLANK: "这一格是空白",
        FigureStatus.AMBIGUOUS: "原文数字粘连，不能确定",
        FigureStatus.MISSING: "这一行没有读到或已缺失",
    }
    return f"{who}“{one.term.zh}”：{reason.get(bad.status, '没有数字') if bad else '没有数字'}"


def label_of(found: Sequence[Quantity]) -> str:
    """Whose quantity it is, and which."""
    first, last = found[0], found[-1]
    if len(found) == 1:
        return f"{phrasing.who(first.target, 'zh')} {first.term.zh}"
    if first.target.agency == last.target.agency:
        years = "、".join(str(one.target.year) for one in found)
        return f"{first.target.agency} {years} 年 {first.term.zh}合计"
    return f"{'、'.join(dict.fromkeys(one.target.agency for one in found))} {first.term.zh}合计"


def scale_of(unit: str | None) -> Decimal:
    """What one of a unit of money is in 元; 1 for counts."""
    return Decimal(10**4) if unit == "万元" else Decimal(10**8) if unit == "亿元" else Decimal(1)


def addends(figures: Sequence[Figure]) -> str:
    """The values as they are added; of many, those that are not 0."""
    values = [figure.value for figure in figures if figure.value is not None]
    terms = values if len(values) <= 3 else [value for value in values if value]
    return " + ".join(map(plain, terms)) or "0"


def bracketed(figures: Sequence[Figure]) -> str:
    """As `addends`, ready to be divided by."""
    added = addends(figures)
    return f"({added})" if " + " in added else added


def two_places(value: Decimal) -> str:
    """A quotient as it is shown."""
    return plain(value.quantize(Decimal("0.01")))
