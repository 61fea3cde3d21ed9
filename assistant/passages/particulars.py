"""What a report says of itself: the day it came out, the days it covers, the agency above its own.

These are kept with a report when it is read. A question about them is answered by the sentence that states what is
kept; where no sentence does, nothing is quoted.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from assistant.passages.page import Page, Sentence


class Particular(Enum):
    """What is asked about the report itself."""

    PUBLISHED = "published"
    DELIVERED = "delivered"
    PERIOD = "period"
    PARENT = "parent"


_WHEN = r"(?:什么时候|什么时间|何时|哪一?[天日年]|哪年哪月(?:哪日)?|几月几?[日号]?|几[日号]|什么日期|哪个日期)"
_ISSUED = r"(?:公布|发布|公开|发表|印发|出台|发出|刊登|挂网|落款|成文|出来|上网|编制)"
_ASKED: tuple[tuple[Particular, re.Pattern[str]], ...] = (
    (
        Particular.PUBLISHED,
        re.compile(
            rf"{_WHEN}(?:被|才|正式|对外|向社会)*{_ISSUED}(?:出来)?"
            rf"|{_ISSUED}(?:出来)?的?(?:日期|时间|日子)?是?在?{_WHEN}|{_ISSUED}的?(?:日期|时间|日子)|落款(?:日期|时间)?"
            r"|when (?:was|were) .*(?:published|issued|released)|(?:publication|release) date|date of publication"
        ),
    ),
    (
        Particular.DELIVERED,
        re.compile(
            rf"{_WHEN}(?:所)?(?:作|做|宣读|提交|提请审议)(?:出)?(?!了)|(?:作|做|宣读)(?:出)?的?(?:日期|时间)"
            r"|when (?:was|were) .*(?:delivered|presented|given)"
        ),
    ),
    (
        Particular.PERIOD,
        re.compile(
            r"(?:统计|报告|数据|覆盖)(?:数据)?的?(?:期限|时限|周期|期间|时间|时段|区间|起止)(?:范围|段)?|报告期"
            r"|从(?:什么时候|哪一?[天日]|几月几[日号])(?:开始)?到(?:什么时候|哪一?[天日]|几月几[日号])"
            r"|period .*cover|cover.*period"
        ),
    ),
    (
        Particular.PARENT,
        re.compile(
            r"(?:上级|上一级|顶头上司|主管)(?:的|主管)?(?:部门|机关|单位|机构|政府)?|隶属(?:于|关系)?|归(?:谁|哪一?个\w{0,2})(?:主)?管"
            r"|parent (?:agency|department)|(?:agency|department) above"
        ),
    ),
)
_OWN = re.compile(
    r"政府信息公开|政务公开|信息公开|政府|年度|年报|公报|预算|决算|工作|报告|这份|这个|该|本|它的?|请问|到底|一下|告诉我|数据|自己|直接|"
    r"部门|机关|单位|机构|人民|是|的|了|在|于|由|谁|哪一?个|哪一?[天日年月]|哪|几|什么|时候|时间|范围|多少|为|对|从|到|起|截至|呢|吗|啊|里|有|"
    r"\b(?:when|was|were|the|is|of|what|who|which|report|its|this|does|did|it|annual|published|on|date|day|year|for|in)\b|[\W\d_]",
    re.IGNORECASE,
)
"""Words that only name the report itself; a question that says more is about something in it."""
SURE = 0.95
"""How sure it is that the sentence which states what is kept answers."""
_CLEAR = 1
_TITLE_LINES = 30
_AT_A_MEETING = re.compile(r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*在.{4,40}(?:会议|大会)")
_ISSUED_SAID = re.compile(_ISSUED + r"|时间|日期")
_PERIOD_SAID = re.compile(r"统计|期限|时限|期间|时段|数据")


def asked(question: str) -> Particular | None:
    """What a question asks about the report itself, whose agency and year are taken out; None when it is about more."""
    for kind, pattern in _ASKED:
        rest, found = pattern.subn(" ", question.lower(), count=1)
        if found and len(_OWN.sub("", rest)) <= _CLEAR:
            return kind
    return None


def find(page: Page, kind: Particular) -> Sentence | None:
    """The sentence that states it; for the agency above where none does, the one that names the agency in full."""
    return next(iter(_ranked(page, kind)), None)


def states_parent(sentence: Sentence, parent: str) -> bool:
    """Whether a sentence says that this agency is the one above, and does not only hold its name."""
    return (
        re.search(rf"(?:上级|主管)[^，。；]{{0,6}}[:：是为]\s*{re.escape(parent)}(?=[\s，。；（(]|$)", sentence.text)
        is not None
    )


def _ranked(page: Page, kind: Particular) -> list[Sentence]:
    info = page.info
    if kind is Particular.DELIVERED:
        return [one for one in page.sentences[:_TITLE_LINES] if _AT_A_MEETING.search(one.text)]
    if kind is Particular.PUBLISHED and info.published is not None:
        return sorted(_holding(page, _day(info.published)), key=_issued)
    if kind is Particular.PERIOD and info.period is not None:
        held = _holding(page, *map(_day_of_year, info.period))
        return sorted(held, key=lambda one: not _PERIOD_SAID.search(one.text))
    if kind is Particular.PARENT and info.parent is not None:
        parent, name = info.parent, info.agency or info.parent
        stated = [one for one in page.sentences if states_parent(one, parent)]
        return stated or (_holding(page, re.compile(re.escape(name))) if name.startswith(parent) else [])
    return []


def _holding(page: Page, *patterns: re.Pattern[str]) -> list[Sentence]:
    return [one for one in page.sentences if all(pattern.search(one.text) for pattern in patterns)]


def _issued(one: Sentence) -> tuple[bool, int]:
    """A line that calls its date the day of publication comes first, then the line that is little more than a date."""
    return not (_ISSUED_SAID.search(one.text) and len(one.text) < 2 * _TITLE_LINES), len(one.text)


def _day(day: date) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){day.year}\s*[-年/.]\s*0?{day.month}\s*[-月/.]\s*0?{day.day}(?!\d)")


def _day_of_year(day: date) -> re.Pattern[str]:
    """A day as a period states it, where the second year may be left out."""
    return re.compile(rf"(?<!\d)0?{day.month}\s*[-月/.]\s*0?{day.day}(?!\d)")
