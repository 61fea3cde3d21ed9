"""Shares and rates in a report's sentences that the numbers beside them do not give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.answer import Finding, Severity
from assistant.arithmetic import plain
from assistant.audit.material import Material
from assistant.audit.stated import Stated, found, two_places
from assistant.audit.sums import PARTS, parts_of
from assistant.checking.operation import Operation
from assistant.language.number import Bound, Kind

_FROM = re.compile(r"[由从](?:[^，。；]{0,12}的)?\s*$")
_TO = re.compile(r"(?:[增减降升提压缩整合精简][^，。；\d]{0,6})?(?:至|到|为|成)\s*$")
_REDUCED = re.compile(r"(?:清理|压减|压缩|精简|减少|削减|关停|下降|降幅|缩减|缩短|整合|注销)")
_GROWN = re.compile(r"(?:增长|增幅|上升|提高|增加|提升|扩大)")
_SHARE = re.compile(r"占比?[^，。；]{0,10}$|[一-鿿]{2,4}率(?:为|达到?|是|约)?\s*$|比[例重](?:为|达到?|是)?\s*$")
_RATE = re.compile(r"([一-鿿]{2})率(?:为|达到?|是)?\s*$")


def check(material: Material, text: str, line: Sequence[Stated]) -> Iterator[Finding]:
    """Every percentage of a sentence that its counts do not give."""
    for place, one in enumerate(line):
        if one.number.kind is not Kind.PERCENT or one.number.bound not in (Bound.EXACT, Bound.ABOUT):
            continue
        before = [other for other in line[:place] if other.is_count]
        if len(before) < 2:
            continue
        if before[-1].number.unit != before[-2].number.unit:
            yield from _rate(material, text, before, one)
            continue
        first, second = before[-2], before[-1]
        if _FROM.search(first.piece.before) and _TO.search(second.piece.before):
            yield from _from_to(material, text, first, second, one)
        elif one.operation is Operation.SHARE and _SHARE.search(one.piece.before):
            named = list(_named_share(material, text, before, one))
            yield from named or _share(material, text, before, one)


def _from_to(material: Material, text: str, first: Stated, second: Stated, one: Stated) -> Iterator[Finding]:
    """“由314个整合至149个，清理率达47.5%”: what was cleared, or what was kept? Both readings are shown."""
    if not first.value:
        return
    words = one.piece.before
    down = first.value > second.value
    changed = abs(first.value - second.value) * 100 / first.value
    kept = second.value * 100 / first.value
    if (_REDUCED.search(words) and down) or (_GROWN.search(words) and not down):
        if one.number.agrees(changed):
            return
    elif (
        one.number.agrees(changed)
        or one.number.agrees(kept)
        or not (_REDUCED.search(words) or _GROWN.search(words) or "率" in words)
    ):
        return
    a, b = plain(first.value), plain(second.value)
    low, high = (b, a) if down else (a, b)
    formula = f"({high} - {low}) ÷ {a} = {two_places(changed)}%"
    other = (
        f"；{b} ÷ {a} = {two_places(kept)}% 是{'保留' if down else '现在与原来'}的比例"
        if one.number.agrees(kept)
        else ""
    )
    said = f"{one.quoted}：按{'减少' if down else '增加'}的部分计算 {formula}{other}。"
    if other:
        said += "两种读法都列出，请确认要说的是哪一种。"
    yield found(material, text, "prose_ratio", Severity.ERROR, (first, second, one), (one, changed), formula, said)


def _rate(material: Material, text: str, before: Sequence[Stated], one: Stated) -> Iterator[Finding]:
    """“规范性文件14件，配发解读材料12篇，解读率85.71%”: the part has the rate's name, the whole its own unit.

    Only a remark: the whole may be another one.
    """
    whole, part = before[-2], before[-1]
    named = _RATE.search(one.piece.before)
    follows = one.piece.clause.start - part.piece.clause.end <= 1
    if named is None or named[1] not in part.piece.before or not follows or not part.value <= whole.value:
        return
    value = part.value * 100 / whole.value if whole.value else Decimal(0)
    if whole.value and not one.number.agrees(value):
        formula = f"{plain(part.value)} ÷ {plain(whole.value)} = {two_places(value)}%"
        said = f"{one.quoted}：{part.shown}比{whole.shown}，{formula}，请核对。"
        yield found(material, text, "prose_ratio", Severity.REMARK, (whole, part, one), (one, value), formula, said)


def _named_share(material: Material, text: str, before: Sequence[Stated], one: Stated) -> Iterator[Finding]:
    """“重点领域9482条、…，重点领域信息占比45.42%”: the share names its part, one of those that a whole lists."""
    words = _pairs(re.split(r"占", one.piece.before)[0])
    for place, whole in enumerate(before):
        parts = parts_of(text, whole, before[place + 1 :])
        fits = [part for part in parts if len(words & _pairs(part.piece.before)) >= 2]
        if len(fits) != 1 or one.number.agrees(fits[0].value * 100 / whole.value):
            continue
        value = fits[0].value * 100 / whole.value
        formula = f"{plain(fits[0].value)} ÷ {plain(whole.value)} = {two_places(value)}%"
        said = f"{one.quoted}：{fits[0].shown}占{whole.shown}，{formula}。"
        yield found(material, text, "prose_ratio", Severity.ERROR, (whole, fits[0], one), (one, value), formula, said)
        return


def _pairs(words: str) -> set[str]:
    plain_words = re.sub(r"其中|信息|[^一-鿿]", "", words)
    return {plain_words[i : i + 2] for i in range(len(plain_words) - 1)}


def _share(material: Material, text: str, before: Sequence[Stated], one: Stated) -> Iterator[Finding]:
    part = before[-1]
    wholes = [other for other in before[:-1] if other.number.unit == part.number.unit and other.value >= part.value]
    pairs = [(p, w) for i, p in enumerate(before) for w in before[:i] if w.value and p.number.unit == w.number.unit]
    if not wholes or any(one.number.agrees(p.value * 100 / w.value) for p, w in pairs):
        return
    if any(one.number.agrees((p.value + q.value) * 100 / w.value) for p, w in pairs for q, _ in pairs if p is not q):
        return
    # The clause must follow the part directly, and there must be one whole that the part is said to be of.
    follows = one.piece.clause is part.piece.clause or one.piece.clause.start - part.piece.clause.end <= 1
    said_so = PARTS.search(text[wholes[-1].piece.start : part.piece.end]) or "率" in one.piece.before
    if not follows or not said_so or len({whole.value for whole in wholes}) > 1:
        return
    whole = wholes[-1]
    value = part.value * 100 / whole.value
    formula = f"{plain(part.value)} ÷ {plain(whole.value)} = {two_places(value)}%"
    said = f"{one.quoted}：{part.shown}占{whole.shown}，{formula}。"
    near = abs(one.number.value - value) < 2 * one.number.step
    severity = Severity.REMARK if near else Severity.ERROR
    yield found(material, text, "prose_ratio", severity, (whole, part, one), (one, value), formula, said)
