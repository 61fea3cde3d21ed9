"""Shares, sums and changes of numbers that only the reports' sentences state, computed anew from those numbers.

“网站发布信息2139条，其中动态类1744条，占八成”: the report states both numbers and not the share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.arithmetic import plain
from assistant.checking.entries import SHARE_MARK, Entry, content
from assistant.checking.frame import Proven
from assistant.checking.operation import Operation
from assistant.checking.readings import Reading, Readings
from assistant.language.number import Kind, Number

_EACH = re.compile(
    r"(?:(?:平均|均摊|折合)每(?P<unit>[个条篇期场次名所家件份项户])|(?P<short>[场件户条篇次])均)"
    r"(?P<what>[^，。；]{0,10})$"
)
_AND = re.compile(r"[、和与及]")
_PART = re.compile(r"其中|当中")
_SUM = re.compile(r"合计|共计?|总计|之和|相加")
_FROM = re.compile(r"[由从][^，。；]{0,10}$")
_TO = re.compile(r"[至到为成]了?\s*$")
_A_MONTH = re.compile(r"(?:平均每个?月|每个?月平均|月均|每月)[大约]*$")
_DENIED = re.compile(r"(?:未|没有?|尚未|不)(?:能|被|予以)?(?P<what>[^，。；的\d]{1,6}?)(?:的[^，。；]{0,8})?$")
"""“未办结”, “不合格的”."""
_HOW_MANY = re.compile(r"([两二三四五六])[项者类种]")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_LONGEST_LIST = 300
"""Characters from the beginning of a list to its items."""
_ENOUGH = 0.8


def share(before: str, after: str, proven: Sequence[Proven], siblings: Sequence[Entry]) -> Readings | None:
    """What the last number is of one before it, or of one that its own sentence in the report states.

    `siblings` are the numbers of that sentence. None where nothing is left open: the words name another part.
    """
    mark = SHARE_MARK.search(before)
    several = _together(before[: mark.start()] if mark else before, proven, siblings)
    if several is not None:
        return several
    part_words = content(before[: mark.start()] if mark else before)
    whole_words = content(before[mark.end() :] + after) if mark else content(after)
    part = next((one for one in reversed(proven) if part_words <= content(one.words) | one.entry.own), None)
    if part is None:
        return None
    said = [one for one in proven if one is not part and _is_whole(one.entry, part.entry)]
    wholes = [one.entry for one in said if _covers(whole_words, content(one.words) | one.entry.own)]
    firm = bool(wholes) and (bool(whole_words) or bool(_PART.search(part.words)))
    if not wholes:
        bigger = [one for one in siblings if _is_whole(one, part.entry)]
        wholes = [one for one in bigger if _covers(whole_words, one.own)]
        listed = bool(wholes) and _leads(wholes[0])
        firm = len({one.value for one in wholes}) == 1 and (bool(whole_words) or listed)
        wholes = wholes or bigger
    found = tuple(_share(part.entry, whole) for whole in dict.fromkeys(wholes))
    if not found:
        return None
    return Readings(found[-1:] if firm else found, "" if firm else "没有说清是占什么的比例")


def part_named(words: str, proven: Sequence[Proven], siblings: Sequence[Entry]) -> Proven | None:
    """“网站发布信息2139条，动态类占八成多”: the part that the report's own sentence states under this name."""
    named = content(words)
    entry = _only([one for one in siblings if named and named <= one.own and _is_whole(proven[-1].entry, one)])
    return Proven(f"其中{words}", proven[-1].start, entry) if entry is not None else None


def added(before: str, proven: Sequence[Proven], unit: str) -> Readings | None:
    """The sum of the numbers that the sentence has stated: “两项合计”."""
    parts = [one.entry for one in proven if one.entry.number.unit == unit]
    if not _SUM.search(before) or content(_HOW_MANY.sub("", _SUM.sub("", before))) or len(parts) < 2:
        return None
    count = _HOW_MANY.search(before)
    if count is not None and len(parts) >= _COUNTS[count[1]]:
        return Readings((_sum(parts[-_COUNTS[count[1]] :]),))
    found = tuple(dict.fromkeys(_sum(run) for run in (parts, parts[-2:], parts[-3:])))
    return Readings(found, "没有说清是哪几项相加")


def change(operation: Operation, now: Entry, before: Entry, firm: bool) -> Readings | None:
    """How a number has changed from the one that the report of the year before states.

    Where the two are not said in nearly the same words (`firm`), a draft may count something else.
    """
    if not before.value or before.number.unit != now.number.unit:
        return None
    gap = "" if firm else "两年的报告说法不同，不能确定所指是同一个数"
    old, new = plain(before.number.value), plain(now.number.value)
    label = f"按报告正文（{now.raw}，此前{before.raw}）计算"
    both = (before, now)
    if operation is Operation.DIFFERENCE:
        value = now.value - before.value
        return Readings((Reading(value, label, f"{new} - {old} = {plain(value / now.number.scale)}", both),), gap)
    if operation is Operation.MULTIPLE:
        ratio = now.value / before.value
        return Readings((Reading(ratio, label, f"{new} ÷ {old} = {_places(ratio)}", both),), gap)
    if operation is Operation.POINTS:
        value = now.value - before.value
        return Readings((Reading(value, label, f"{new} - {old} = {plain(value)}", both),), gap)
    rate = (now.value - before.value) * 100 / before.value
    return Readings((Reading(rate, label, f"({new} - {old}) ÷ {old} = {_places(rate)}%", both),), gap)


def lists(whole: Entry, part: Entry) -> bool:
    """Whether a number stands in the part's sentence, or begins the list that it is in: “249条，其中：…；…185条；”."""
    if whole.source == part.source:
        return True
    before = part.source.start - whole.source.start
    same = (whole.source.report_id, whole.source.section) == (part.source.report_id, part.source.section)
    return same and 0 < before <= _LONGEST_LIST and bool(_PART.search(whole.source.quote))


def for_each(before: str, proven: Sequence[Proven], number: Number, siblings: Sequence[Entry]) -> Readings | None:
    """“布置14个、投入28.6万元，平均每个2万元”: one number of the sentence over another one of it.

    `siblings` are the numbers of the report's own sentence, which may state the first one where the draft does not.
    """
    each = _EACH.search(before)
    if each is None:
        return None
    stated = [one.entry for one in proven]
    around = [one for one in siblings if one.operation is Operation.VALUE]
    count = _only([one for one in (stated or around) if _counts(one, each)] or [o for o in around if _counts(o, each)])
    fits = [one for one in stated if one != count and _alike(one.number, number)]
    fits = fits or [one for one in around if one != count and _alike(one.number, number)]
    whole = _only(fits) or _best_named(fits, content(each["what"] or ""))
    if count is None or whole is None:
        return None
    value = whole.value / count.value
    formula = f"{plain(whole.value)} ÷ {plain(count.value)} = {_places(value)}"
    return Readings((Reading(value, "按报告正文计算", formula, (whole, count)),))


def added_by_name(before: str, siblings: Sequence[Entry], unit: str) -> Readings | None:
    """“疫情防控与脱贫攻坚合计740条”: the sum of numbers that the report's own sentence states under these names."""
    names = [content(name) for name in _AND.split(_SUM.sub("", before))]
    if not _SUM.search(before) or len(names) < 2 or not all(names):
        return None
    parts = [_only([one for one in siblings if one.number.unit == unit and name <= one.own]) for name in names]
    found = [one for one in parts if one is not None]
    return Readings((_sum(found),)) if len(found) == len(names) == len(set(found)) else None


def rest(before: str, after: str, siblings: Sequence[Entry], unit: str) -> Readings | None:
    """“抽查600份，仅21份不合格”: what is left, where the report's sentence states the part that is denied here."""
    denied = _DENIED.search(before + after)
    words = content(denied["what"]) if denied else set[str]()
    same = [one for one in siblings if one.number.unit == unit and one.operation is Operation.VALUE]
    part = _only([one for one in same if words and words <= one.own and not one.turned])
    whole = _only([one for one in same if part is not None and _is_whole(one, part)])
    if part is None or whole is None:
        return None
    value = whole.value - part.value
    formula = f"{plain(whole.number.value)} - {plain(part.number.value)} = {plain(value / whole.number.scale)}"
    return Readings((Reading(value, "按报告正文计算", formula, (whole, part)),))


def averaged(before: str, proven: Sequence[Proven], number: Number) -> Readings | None:
    """“来信643件，平均每月53.6件”: a twelfth of the year's number."""
    whole = proven[-1].entry if proven else None
    if whole is None or not _A_MONTH.search(before) or not _alike(whole.number, number):
        return None
    value = whole.value / 12
    formula = f"{plain(whole.value)} ÷ 12 = {_places(value)}"
    return Readings((Reading(value, "按报告正文计算月均", formula, (whole,)),))


def started_from(now: Entry, siblings: Sequence[Entry]) -> Entry | None:
    """The number from which the report's sentence says that this one has come: “由412个减至287个”."""
    if not _TO.search(now.words):
        return None
    from_ = [one for one in siblings if one.source == now.source and one.number.unit == now.number.unit]
    return _only([one for one in from_ if one != now and _FROM.search(one.words)])


def goes_on_from(first: Proven, last: Proven) -> bool:
    """Whether a change is between the two numbers: “由412个减至287个”, or numbers of two reports."""
    if first.entry.source.report_id != last.entry.source.report_id:
        return True
    return bool(_FROM.search(first.words)) and bool(_TO.search(last.words))


def _together(before: str, proven: Sequence[Proven], siblings: Sequence[Entry]) -> Readings | None:
    """“A类1563条、B类9482条，二者合计占52.9%”: what the last so many are together of the number before them."""
    said = _HOW_MANY.search(before)
    count = _COUNTS[said[1]] if said is not None else 0
    if not count or len(proven) < count or content(_HOW_MANY.sub("", _SUM.sub("", before))):
        return None
    parts = [one.entry for one in proven[-count:]]
    leads = _only([one for one in siblings if _leads(one) and _is_whole(one, parts[0])])
    whole = proven[-count - 1].entry if len(proven) > count else leads
    if whole is None or not all(_is_whole(whole, part) for part in parts):
        return None
    total = sum((part.value for part in parts), Decimal(0))
    value = total * 100 / whole.value
    formula = f"({' + '.join(plain(part.value) for part in parts)}) ÷ {plain(whole.value)} = {_places(value)}%"
    return Readings((Reading(value, "按报告正文计算", formula, (*parts, whole)),))


def _alike(one: Number, other: Number) -> bool:
    """Whether a number counts what another does, or money."""
    return one.kind is other.kind and (one.kind is not Kind.COUNT or one.unit in ("", other.unit))


def _counts(one: Entry, each: re.Match[str]) -> bool:
    return bool(one.value) and one.number.unit == (each["unit"] or each["short"])


def _best_named(entries: Sequence[Entry], words: set[str]) -> Entry | None:
    """The one whose own words are more of these words than those of any other."""
    said = {one: sum(gram in one.own for gram in words) for one in entries}
    most = max(said.values(), default=0)
    best = [one for one in entries if said[one] == most]
    return best[0] if most * 2 > len(words) and len(best) == 1 else None


def _only(entries: Sequence[Entry]) -> Entry | None:
    """The one number that is stated; None where there are several."""
    return entries[0] if len({one.value for one in entries}) == 1 else None


def _leads(whole: Entry) -> bool:
    """Whether a number stands before “其中” in its sentence: it is what the rest are parts of."""
    mark = _PART.search(whole.source.quote)
    return mark is not None and 0 <= whole.source.quote.find(whole.raw) < mark.start()


def _is_whole(whole: Entry, part: Entry) -> bool:
    alike = whole.operation is Operation.VALUE and whole.number.unit == part.number.unit
    return alike and whole.value > part.value > 0


def _covers(wanted: set[str], have: set[str] | frozenset[str]) -> bool:
    return sum(gram in have for gram in wanted) >= _ENOUGH * len(wanted)


def _share(part: Entry, whole: Entry) -> Reading:
    value = part.value * 100 / whole.value
    formula = f"{plain(part.number.value)} ÷ {plain(whole.number.value)} = {_places(value)}%"
    return Reading(value, "按报告正文计算", formula, (part, whole))


def _sum(parts: Sequence[Entry]) -> Reading:
    value = sum((one.value for one in parts), Decimal(0))
    formula = f"{' + '.join(plain(one.number.value) for one in parts)} = {plain(value / parts[0].number.scale)}"
    return Reading(value, "按报告正文计算", formula, tuple(parts))


def _places(value: Decimal) -> str:
    return plain(value.quantize(Decimal("0.01")))
