"""A question about records → what to do with them: which to keep, how to order them, what to count or to take.

Only what is said is done: the largest, the first few, those between two bounds, two compared, how many, the difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.tables.records import Column, Records
from assistant.tables.wording import Wording, pieces

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_N = r"([一二两三四五六七八九十]|\d{1,3})"
_SMALL = "低小少短早便宜差"
_ORDER = re.compile(
    rf"最(?P<how>高|大|多|贵|长|晚|好|低|小|少|便宜|短|早|差)(?:的(?:{_N}(?:个|家|块|名|位|条|项|宗|座|所)))?"
    rf"|更(?P<more>高|大|多|贵|长|低|小|少|便宜|短)"
    rf"|(?:排名?|位居|排在|位列)?(?P<last>倒数|后)?前?(?<=前){_N}(?:名|位|个|家|块|大|甲)?"
)
_NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(万|亿)?"
_BETWEEN = re.compile(
    rf"{_NUMBER}\s*(?:元|%|平方米|㎡)?\s*(?:至|到|-|~|—|和|与)\s*{_NUMBER}\s*(?:万?元|%|平方米)?(?:[^，。]{{0,6}}?(?:之间|区间|范围|以内)|(?=的))"
)
_ABOVE = re.compile(
    rf"(?:超过|大于|高于|多于|不低于|不少于|至少|达到)了?\s*{_NUMBER}|{_NUMBER}\s*(?:万?元|个|人|件|%)?\s*(?:以上)"
)
_BELOW = re.compile(
    rf"(?:低于|小于|少于|不足|不到|不超过|不高于|至多)了?\s*{_NUMBER}|{_NUMBER}\s*(?:万?元|个|人|件|%)?\s*(?:以下|以内)"
)
_DIFFERENCE = re.compile(r"差距|相差|差额|差了?多少|差多少|差异")
_COUNT = re.compile(
    r"(?:多少|几)(?:个|家|块|宗|条|项|名|位|人|幅|笔|所|种|只|款|座)|数量(?:是|有|为)?(?:多少|几)|几(?=块|家)"
)
_ALIKE = (
    ("房价", "均价", "单价", "价格", "价钱", "便宜", "贵", "总价", "成交价"),
    ("销量", "销售量", "成交量", "卖", "套数", "热销", "畅销"),
    ("人数", "多少人", "人员"),
    ("时间", "日期", "何时", "哪年", "哪天", "什么时候", "几号"),
    ("单位", "部门", "机构", "机关"),
    ("公司", "企业", "集团", "开发商"),
    ("小区", "楼盘", "项目"),
    ("金额", "钱", "费用", "花费", "资金", "支出"),
    ("负债", "债务"),
    ("收入", "营收"),
)
"""Words that people use for one another when they speak of a table's columns."""


class Act(StrEnum):
    """What is asked of the records that are left."""

    NAME = "name"
    VALUE = "value"
    COUNT = "count"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Order:
    """The first `limit` records by a column."""

    column: Column
    largest: bool
    limit: int


@dataclass(frozen=True, slots=True)
class Bound:
    """The records whose number in a column lies between two bounds, both allowed."""

    column: Column
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in this order: keep by values, keep by bounds, order, then take."""

    act: Act
    named: tuple[str, ...]
    """Values of the naming column: the records that are compared."""
    kept: tuple[tuple[Column, str], ...]
    """Values of other columns that a record must have."""
    bounds: tuple[Bound, ...]
    orders: tuple[Order, ...]
    column: Column | None
    """The column of the values that are taken."""


def plan_of(records: Records, wording: Wording) -> Plan | None:
    """The plan of a question, or None where it asks for nothing beyond the cells themselves."""
    question = wording.question
    stated = records.named_in(question)
    named = tuple(text for text, where in stated if any(column == records.name for _, column in where))
    kept = tuple((where[0][1], text) for text, where in stated if all(column != records.name for _, column in where))
    free = question
    for text, _ in stated:
        free = free.replace(text, "□" * len(text))
    bounds = _bounds(records, wording, free)
    orders = _orders(records, wording, free)
    if bounds is None or orders is None:
        return None
    if _DIFFERENCE.search(free) and len(named) == 2 and not orders:
        column = column_for(records, wording, _DIFFERENCE.sub("", free))
        return Plan(Act.DIFFERENCE, named, kept, bounds, (), column) if column else None
    if orders or bounds:
        if _COUNT.search(free) and not orders:
            return Plan(Act.COUNT, named, kept, bounds, (), None)
        return Plan(Act.NAME, named, kept, bounds, orders, orders[-1].column if orders else None)
    asked = _COUNT.search(free)
    if asked and kept and not named:
        return Plan(Act.COUNT, (), kept, (), (), None)
    return None


def column_for(records: Records, wording: Wording, phrase: str, *, numeric: bool = True) -> Column | None:
    """The column that a phrase speaks of, or None."""
    scored = [(_speaks(column, phrase, wording), column) for column in records.columns if column.heading]
    scored = [(score, column) for score, column in scored if (column.numbers >= 0.5) or not numeric]
    best = max(scored, key=lambda one: one[0], default=(0.0, None))
    return best[1] if best[0] >= 0.45 else None


def _speaks(column: Column, phrase: str, wording: Wording) -> float:
    own, said = set(pieces(column.heading)), set(pieces(phrase))
    pairs = {one for one in own if len(one) > 1}
    shared = sum(one in said for one in pairs) / len(pairs) if pairs else float(column.heading in phrase)
    alias = max(
        (0.5 * (any(w in phrase for w in group) and any(w in column.heading for w in group)) for group in _ALIKE),
        default=0.0,
    )
    single = 0.3 * sum(one in said for one in own if len(one) == 1) / max(1, sum(len(one) == 1 for one in own))
    return max(shared, alias) + single


def _orders(records: Records, wording: Wording, text: str) -> tuple[Order, ...] | None:
    found = []
    for match in _ORDER.finditer(text):
        how = match["how"] or match["more"] or ""
        number = next((one for one in match.groups()[1:2] + match.groups()[-1:] if one), None)
        before = re.split(r"[，。？,]", text[: match.start()])[-1][-10:]
        column = column_for(records, wording, before + how) or column_for(
            records, wording, how + text[match.end() : match.end() + 8]
        )
        if column is None:
            return None
        rising = (
            bool(how and how in _SMALL)
            or bool(match["last"])
            or (not how and re.search(r"从[低小少]到|最?[低少]的?$|升序", before) is not None)
        )
        found.append(Order(column, not rising, _count(number)))
    return tuple(found)


def _bounds(records: Records, wording: Wording, text: str) -> tuple[Bound, ...] | None:
    found: list[Bound] = []
    for pattern in (_BETWEEN, _ABOVE, _BELOW):
        for match in pattern.finditer(text):
            column = column_for(records, wording, re.split(r"[，。？,]", text[: match.start()])[-1][-10:])
            if column is None:
                return None
            numbers = [_decimal(a, b) for a, b in zip(match.groups()[::2], match.groups()[1::2], strict=True) if a]
            low = numbers[0] if pattern is not _BELOW else None
            high = numbers[-1] if pattern is not _ABOVE else None
            found.append(Bound(column, low, high))
        if found:
            break
    return tuple(found)


def _decimal(digits: str, scale: str | None) -> Decimal:
    return Decimal(digits.replace(",", "")) * {"万": 10_000, "亿": 100_000_000}.get(scale or "", 1)


def _count(said: str | None) -> int:
    return 1 if said is None else _DIGITS.get(said) or int(said)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The records that a plan leaves, and how many could not be compared because they state no number."""

    rows: tuple[int, ...]
    skipped: int
    tied: bool
    """Whether the record that was cut off is as good as the last one kept."""


def carry_out(plan: Plan, records: Records) -> Outcome:
    """Carry out a plan."""
    rows = [row for row in records.rows if all(records.text(row, column) == value for column, value in plan.kept)]
    if plan.named:
        rows = [row for row in rows if records.text(row, records.name) in plan.named]
    skipped, tied = 0, False
    for bound in plan.bounds:
        rows = [row for row in rows if _within(records.number(row, bound.column), bound)]
    for order in plan.orders:
        valued = [(number, row) for row in rows if (number := records.number(row, order.column)) is not None]
        skipped += len(rows) - len(valued)
        ranked = sorted(valued, key=lambda one: one[0], reverse=order.largest)
        tied = len(ranked) > order.limit and ranked[order.limit][0] == ranked[order.limit - 1][0]
        rows = [row for _, row in ranked[: order.limit]]
    return Outcome(tuple(rows), skipped, tied)


def _within(number: Decimal | None, bound: Bound) -> bool:
    if number is None:
        return False
    return (bound.low is None or number >= bound.low) and (bound.high is None or number <= bound.high)


def explained(plan: Plan, records: Records) -> Sequence[str]:
    """The labels and values that a plan uses: what of the question they explain."""
    columns = [
        *(one.column for one in plan.orders),
        *(one.column for one in plan.bounds),
        *(one for one, _ in plan.kept),
    ]
    if plan.column is not None:
        columns.append(plan.column)
    return [*(one.heading for one in columns), records.name.heading, *plan.named, *(value for _, value in plan.kept)]
