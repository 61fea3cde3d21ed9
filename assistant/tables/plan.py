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
from assistant.tables.wording import pieces

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_N = r"([一二两三四五六七八九十]|\d{1,3})"
_SMALL = "低小少短早便宜差"
_ORDER = re.compile(
    rf"最(?P<how>高|大|多|贵|长|晚|好|低|小|少|便宜|短|早|差)(?:的(?:{_N}(?:个|家|块|名|位|条|项|宗|座|所)))?"
    rf"|[更较](?P<more>高|大|多|贵|长|低|小|少|便宜|短)"
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
_COUNT = re.compile(r"(?:多少|几)(?:个|家|块|宗|条|项|名|位|人|幅|笔|所|种|只|款|座)|几(?=块|家)")
_WHICH_FEW = re.compile(rf"哪{_N}(?:个|家|块|名|位|条|项|宗|座|所)")
_NAMED = re.compile(r"(?:名称|名字|名)$")
_LAST_OF = re.compile(r"的([^的，。,]{2,12})$")
_SURE = 0.6
_OTHER = re.compile(r"合计|总共|一共|之和|平均每|占比|比例|增长|倍")
"""What is not done with the values of a column here."""
_WHICH = re.compile(r"哪(?:一|些|几)?(?:个|家|块|座|位|项|宗)?([\u4e00-\u9fff]{0,4})")
_IDLE = re.compile(
    r"请问|请|列出|说明|描述|提供|告诉我?|想知道|你能|能否|比较一?下?|对比一?下?|相比|一些|分别|每[年月个]|数据|数额|具体|所[处在]|哪[一些几]?[个家块座位项宗]?|什么|多少|是否|是不是"
    r"|有没有|怎[么样]|如何|各自|分别|具体|这[两几三些]?|它们|之间|时候?|当时|其中|位于|所属|对应|情况|状况|期间|[的是在里面中和与及以了有内呢吗为从到各被将会出现达]"
)
_PERIOD = re.compile(r"(?:19|20)\d{2}年?(?:\d{1,2}月)?份?|\d{1,2}月份?")
_NAMES = re.compile(r"□+(?:[\u4e00-\u9fff]{0,3}(?:[和与及、,，]|以及)+□+)+")
"""Values that are listed: “甲小区和乙小区”."""
_LISTED = re.compile(r"以及|[和与及、]")
_FEW = 6
"""Of fewer characters each counts as one of so many."""
_SAYS_NOTHING = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:情况|状况)")
_ALIKE = (
    ("房价", "均价", "单价", "价格", "价钱", "便宜", "贵", "总价", "成交价"),
    ("销量", "销售量", "成交量", "卖", "套数", "套房", "房子", "房源", "房产", "热销", "畅销"),
    ("人数", "多少人", "人员"),
    ("时间", "日期", "何时", "哪年", "哪一年", "哪天", "什么时候", "几号"),
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
    kept: tuple[tuple[Column, tuple[str, ...]], ...]
    """Of these columns a record must have one of these values."""
    bounds: tuple[Bound, ...]
    orders: tuple[Order, ...]
    column: Column
    """The column that is answered: the name, the value."""


def plan_of(records: Records, question: str, *, alone: bool) -> Plan | None:
    """The plan of a folded question, or None where it asks for nothing beyond the cells themselves.

    `alone` says that no other table is asked together with this one: then what is listed is columns of this table.
    """
    stated = records.named_in(question)
    kept = _kept(records, stated)
    free = question
    for text, _ in stated:
        free = free.replace(text, "□" * len(text))
    bounds, orders = _bounds(records, free), _orders(records, free)
    if bounds is None or orders is None:
        return None
    one = [len(values) for column, values in kept if len(values) > 1 or column == records.name]
    if _DIFFERENCE.search(free) and one == [2] and not orders:
        column = column_for(records, _DIFFERENCE.sub("", free))
        return Plan(Act.DIFFERENCE, kept, bounds, (), column) if column else None
    if _counts(records, free) and not orders and (bounds or kept) and not _is_measure(records, free):
        return Plan(Act.COUNT, kept, bounds, (), records.name)
    if orders or bounds:
        return Plan(Act.NAME, kept, bounds, orders, _asked_name(records, free, kept, [one.column for one in orders]))
    if alone and _LISTED.search(_NAMES.sub("□", free)):
        return None
    if not kept or _OTHER.search(free) or not any(_identifies(records, column) for column, _ in kept):
        return None
    value = _asked_value(records, free, [column for column, _ in kept])
    return None if value is None else Plan(Act.VALUE, kept, (), (), value)


def _asked_value(records: Records, free: str, without: Sequence[Column]) -> Column | None:
    """The column that is asked for: of those that the words behind the last 的 may name, the one that all words fit."""
    last = _LAST_OF.search(free.rstrip("?？。!！"))
    columns = [column for column in records.columns if column.heading and column not in without]
    named = [column for column in columns if last and _speaks(column, last[1]) >= _SURE]
    if named:
        return max(named, key=lambda column: _speaks(column, free))
    return column_for(records, free, numeric=False, without=without)


def _counts(records: Records, free: str) -> bool:
    """Whether it is asked how many records there are: “多少个…”, or by what they are, “多少地块”, “地块数量”."""
    if _COUNT.search(free):
        return True
    own = _NAMED.sub("", records.name.heading)
    nouns = {own, *(word for group in _ALIKE if own in group for word in group)} - {""}
    return any(re.search(rf"(?:多少|几){noun}|{noun}的?(?:数量|个数|总数)", free) for noun in map(re.escape, nouns))


def _kept(
    records: Records, stated: Sequence[tuple[str, list[tuple[int, Column]]]]
) -> tuple[tuple[Column, tuple[str, ...]], ...]:
    by_column: dict[int, list[str]] = {}
    for text, where in stated:
        at = next((column for _, column in where if column == records.name), where[0][1])
        by_column.setdefault(at.place, []).append(text)
    return tuple((column, tuple(by_column[column.place])) for column in records.columns if column.place in by_column)


def _identifies(records: Records, column: Column) -> bool:
    """Whether a column's values are mostly different, so that one of them means one record."""
    texts = [records.text(row, column) for row in records.rows]
    return column == records.name or len(set(texts)) > 0.6 * len(texts)


def _asked_name(
    records: Records, free: str, kept: Sequence[tuple[Column, tuple[str, ...]]], ordered: Sequence[Column]
) -> Column:
    """The column whose value is the answer: of the things compared, of what stands behind 哪, or the first name."""
    compared = [column for column, values in kept if len(values) > 1]
    if compared:
        return compared[0]
    asked = _WHICH.search(free)
    named = asked[1].split("的")[0] if asked else ""
    return column_for(records, named, numeric=False, without=ordered) or records.name


def _is_measure(records: Records, free: str) -> bool:
    """Whether a column states what is counted ("成交了多少套"): the number is a column's own."""
    asked = _COUNT.search(free) or re.search(r"多少|几", free)
    before = re.split(r"[，。？,]", free[: asked.start()])[-1][-8:] if asked else ""
    return column_for(records, before, least=0.8) is not None


def left_of(question: str, plan: Plan, records: Records, context: str) -> float:
    """The share of a question's characters that neither the plan's columns, values and operations, nor words that say
    nothing explain.
    """
    text = question
    for _, values in plan.kept:
        for value in values:
            text = text.replace(value, " ")
    text = without_place(_PERIOD.sub(" ", text), context)
    for pattern in (_BETWEEN, _ABOVE, _BELOW, _ORDER, _DIFFERENCE, _COUNT, _IDLE):
        text = pattern.sub(" ", text)
    columns = [plan.column, records.name, *(column for column, _ in plan.kept)]
    columns += [one.column for one in plan.orders]
    columns += [one.column for one in plan.bounds]
    if plan.act is Act.COUNT:
        columns.extend(records.columns)
    words = "".join(word for column in columns for word in _words_of(column))
    content = [one for one in text if one.isalnum()]
    return sum(one not in words for one in content) / max(len(content), _FEW)


def without_place(text: str, context: str) -> str:
    """A text without the pairs of characters that the table's place holds."""
    held = [text[at : at + 2] in context and text[at : at + 2].isalnum() for at in range(len(text))]
    return "".join(one for at, one in enumerate(text) if not (held[at] or (at and held[at - 1])))


def _words_of(column: Column) -> list[str]:
    """What a column is called: its headings, their synonyms, its values where they are few."""
    alike = [word for group in _ALIKE if any(one in column.heading for one in group) for word in group]
    return [column.heading, *alike, *column.values]


def column_for(
    records: Records, phrase: str, *, numeric: bool = True, without: Sequence[Column] = (), least: float = 0.45
) -> Column | None:
    """The column that a phrase speaks of, or None."""
    scored = [
        (_speaks(column, phrase), column)
        for column in records.columns
        if column.heading and column not in without and (column.numbers >= 0.5 or not numeric)
    ]
    best = max(scored, key=lambda one: one[0], default=None)
    return best[1] if best is not None and best[0] >= least else None


def _speaks(column: Column, phrase: str) -> float:
    said = set(pieces(_SAYS_NOTHING.sub("", phrase)))
    own = [one for one in set(pieces(column.heading)) if len(one) > 1] or [column.heading]
    shared = sum(one in said for one in own) / len(own)
    alike = max((_alike(column.heading, phrase, group) for group in _ALIKE), default=0.0)
    valued = 0.5 * any(one in said for value in column.values for one in pieces(value) if len(one) > 1)
    singles = [one for one in column.heading if one.isalpha()]
    single = 0.3 * sum(one in phrase for one in singles) / max(1, len(singles))
    return max(shared, alike, valued) + single


def _alike(heading: str, phrase: str, group: Sequence[str]) -> float:
    return 0.5 * (any(one in phrase for one in group) and any(one in heading for one in group))


def _orders(records: Records, text: str) -> tuple[Order, ...] | None:
    found = []
    for match in _ORDER.finditer(text):
        how = match["how"] or match["more"] or ""
        number = next((one for one in match.groups()[1:2] + match.groups()[-1:] if one), None)
        before = re.split(r"[，。？,]", text[: match.start()])[-1][-10:]
        column = column_for(records, before + how) or column_for(records, how + text[match.end() : match.end() + 8])
        if column is None:
            return None
        rising = (
            bool(how and how in _SMALL)
            or bool(match["last"])
            or (not how and re.search(r"从[低小少]到|最?[低少]的?$|升序", before) is not None)
        )
        found.append(Order(column, not rising, _count(number)))
    few = _WHICH_FEW.search(text)
    if few and len(found) == 1 and found[0].limit == 1:  # “哪三个…最便宜”
        found[0] = Order(found[0].column, found[0].largest, _count(few[1]))
    return tuple(found)


def _bounds(records: Records, text: str) -> tuple[Bound, ...] | None:
    found: list[Bound] = []
    for pattern in (_BETWEEN, _ABOVE, _BELOW):
        for match in pattern.finditer(text):
            column = column_for(records, re.split(r"[，。？,]", text[: match.start()])[-1][-10:])
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
