"""The years that a question names: absolute, as a range, or relative to a year that the conversation has."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YEAR = r"(?:19|20)\d{2}"
_CHINESE = {char: str(digit) for digit, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_CHINESE_YEAR = re.compile(r"[二][〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_RANGE = re.compile(
    rf"({_YEAR})\s*年?\s*(?:到|至|—+|-|–|~|～|－|to|through|until|till)\s*({_YEAR})\s*年?"
    rf"|(?<!difference )\bbetween ({_YEAR}) and ({_YEAR})",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"(?<![\d.])({_YEAR})\s*(?:年度?)?(?!\d|[.,]\d)(?!\s*[余多]?(?:件|条|项|个|次|人|元|万|亿|%|％|家|份|起|宗))"
)
_SINCE = re.compile(rf"({_YEAR})\s*年?\s*(?:以来|起|之后至今|至今)|since\s+({_YEAR})")
_SHORT = re.compile(r"(?<![\d.])(\d{2})\s*年(?!代|以上|来|内)")
_SHORT_CHINESE = re.compile(
    r"(?<![一二三四五六七八九十百千第近两前后])二([〇零○一二三四五六七八九])年(?!级|代|以|来|内|间|多|期|制)"
)
_LAST_N = re.compile(r"近([两二三四五六七八九\d])年|最近([两二三四五六七八九\d])年")
_ALL = re.compile(r"历年|每一?年|各年度?|逐年|这些年|这几年|历次|all years|every year|each year")
_BEFORE = re.compile(r"上一?年度?|前一年|去年|the year before|last year|previous year")
_AFTER = re.compile(r"下一?年度?|后一年|the year after|next year")
_THIS = re.compile(r"今年|本年度?|当年|this year")
_TWO_AGO = re.compile(r"前年")
# "上年结转" and "结转下年" are rows of the form, "本年新收" a label: none of them names a year.
_LABELS = re.compile(
    r"上一?年度?结转|结转(?:到|至)?下一?年度?|(?:转|顺延)(?:到|至|入)?下一?年度?|本年(?:度)?(?:新收|制发|废止|新制作|新公开|增|处理|收费|办理)|上一年项目"
    r"|\bcarr(?:y|ied|ies)\b[^,.;]{0,40}?\bto the (?:next|following) year"
)
_CARRIED = re.compile(
    r"(?:从|由|自)(?P<zh>20\d{2})年度?(?:结转|转|遗留|顺延)(?:过来|下来|来|到|至|入)?"
    r"|(?<!\d)(?P<left>20\d{2})年度?(?:结转|转|遗留|顺延)(?:过来|下来|来)"
    r"|carried (?:over|forward) from (?P<en>20\d{2})",
    re.IGNORECASE,
)
_CARRIED_TO = re.compile(
    r"(?<!年)(?:结转|转|顺延|留)(?:到|至|入)(?P<zh>20\d{2})年度?"
    r"|carr(?:y|ies|ied) (?:over|forward) (?:in)?to (?P<en>20\d{2})",
    re.IGNORECASE,
)
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(frozen=True, slots=True)
class Years:
    """What a text says about years. `spans` are the stretches that were understood."""

    named: tuple[int, ...] = ()
    since: int | None = None
    last: int | None = None
    every: bool = False
    relative: str | None = None
    """A word like "去年" whose year must come from elsewhere."""
    offset: int = 0
    """What the relative word adds to the year it is relative to."""
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def silent(self) -> bool:
        """Whether the text says nothing about years."""
        return not (self.named or self.since or self.last or self.every or self.relative)


def with_carry_over_named(text: str) -> str:
    """A question that says from or to which year requests were carried, in the form's words.

    “从2023年结转” is 2024's 上年结转, “转到2025年” is 2024's 结转下年度.
    """
    for pattern, step, zh, en in (
        (_CARRIED, 1, "上年结转", "carried over from last year"),
        (_CARRIED_TO, -1, "结转下年度", "carried over to the next year"),
    ):
        match = pattern.search(text)
        if match is None:
            continue
        year = str(int(next(part for part in match.groups() if part)) + step)
        rest = text[: match.start()] + text[match.end() :]
        said = en if match["en"] else zh
        if year not in rest:
            said = f"{said} in {year}" if match["en"] else f"{year}年{said}"
        return f"{text[: match.start()]}{said}{text[match.end() :]}"
    return text


def years_in(text: str) -> Years:
    """Read the years of a question."""
    plain = _CHINESE_YEAR.sub(lambda m: "".join(_CHINESE.get(c, "2") for c in m.group()), text)
    masked = _LABELS.sub(lambda m: "＿" * len(m.group()), plain)
    spans: list[tuple[int, int]] = []
    if since := _SINCE.search(masked):
        return Years(since=int(since[1] or since[2]), spans=(since.span(),))
    named: list[int] = []
    for match in _RANGE.finditer(masked):
        first, last = int(match[1] or match[3]), int(match[2] or match[4])
        named.extend(range(first, last + 1) if first <= last <= first + 30 else (first, last))
        spans.append(match.span())
        masked = masked[: match.start()] + "＿" * len(match.group()) + masked[match.end() :]
    for match in _SINGLE.finditer(masked):
        named.append(int(match[1]))
        spans.append(match.span())
    if not named:
        for match in _SHORT.finditer(masked):
            named.append(2000 + int(match[1]))
            spans.append(match.span())
        for match in _SHORT_CHINESE.finditer(masked):
            named.append(2020 + int(_CHINESE[match[1]]))
            spans.append(match.span())
    if named:
        return Years(named=tuple(dict.fromkeys(named)), spans=tuple(spans))
    return _unnamed(masked)


def _unnamed(masked: str) -> Years:
    if match := _LAST_N.search(masked):
        count = match[1] or match[2]
        return Years(last=int(count) if count.isdigit() else _COUNTS[count], spans=(match.span(),))
    if match := _ALL.search(masked):
        return Years(every=True, spans=(match.span(),))
    for pattern, offset in ((_TWO_AGO, -2), (_BEFORE, -1), (_AFTER, 1), (_THIS, 0)):
        if match := pattern.search(masked):
            return Years(relative=match.group(), offset=offset, spans=(match.span(),))
    return Years()
