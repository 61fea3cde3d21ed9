"""The years of a clause of a draft: those it is about, and the one it compares with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.spans import masked
from assistant.understanding.years import years_in

_BASE = re.compile(
    r"(?:较|比|相比于?|相较于?|对比|(?<!连)[同与跟和](?=[^，。]{2,18}(?:相比|比较|对比|持平|相同|相当|一样)))(?:之?于?)\s*(?:最[多高少低]的)?(?P<year>(?:19|20)\d{2}\s*年度?|(?:上一?年度?|去年|前一年|前年)(?!结转|转|顺延|末结转)|同期)"
    r"(?:度)?(?:同期)?(?:的)?(?:相比)?|同比|环比|(?<![至由从])(?<![^不达]到)(?P<of>(?:19|20)\d{2}年|上一?年|去年)的(?=\s*[\d□一二两三四五]+(?:\.\d+)?\s*(?:倍|$|[，。]))"
)
_DATE = re.compile(r"(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?")
_WHOLE_YEAR = re.compile(r"年\s*(?:0?1\s*月\s*0?1\s*日|12\s*月(?:\s*31\s*日)?)$")
_LAST_N = re.compile(
    r"(?<!第)(?:近|这|最近|过去|上述)?([两二三四五六七八九十])年(?:来|间|内|共|合计|累计|总共|总计|里)"
)
_TOGETHER_YEARS = re.compile(r"(?<!第)([两二三四五六七八九十])年(?=[^，。；\d]{0,12}(?:合计|共|累计|总|之和|分别))")
_YEARS_FIRST = re.compile(r"^\W*([两二三四五六七八九十])年(?![级期制内度以前后多来间])(?=[^，。；\d□]{1,10}□)")
"""“三年新收申请22件”."""
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_SETS_BASE = re.compile(r"(?:相比|相较|比较|对比)(?:而言|来看)?$")
"""“与2019年相比，”: what the rest of the sentence compares with."""
_CARRIED_TO = re.compile(
    r"(?:结转|顺延|转)(?:至|到|入)\s*(?:19|20)\d{2}\s*年度?|over\s+(?:in)?to\s+(?:the\s+)?(?:next|following)\s+year"
)
"""“结转到2025年” is this year's, whatever year follows."""
_CARRIED_FROM = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*年度?(?:末|底)?(?=(?:结转|转)(?:过来|而来|来|至今年)?(?:的|□|$))"
)
"""“加上2023年结转的34件” in what is said of 2024."""
_OF_THE_SPEAKER = ("去年", "前年", "今年")
"""Words for a year that count from when it is said, and not from the year that is spoken of."""
_NOW = re.compile(r"今年")
_INTO_NOW = re.compile(r"(?<=[转延][至到入])今年")


@dataclass(frozen=True, slots=True)
class When:
    """The years of a clause: those it is about, and the one it compares with."""

    years: tuple[int, ...]
    base: int | None
    compares: bool
    """Whether it compares with another year, named or not."""
    spans: tuple[tuple[int, int], ...]
    running: bool = False
    """Whether they are the last so many: “近四年来首次下降”. No later sentence is about them."""
    of_base: bool = False
    """Whether the clause puts a share or multiple of that year's: “是2021年的5.5倍”, “不到上年的四成”."""
    relative: bool = False
    """Whether the years are only said from another: “上年”. What follows is not about them."""


NEVER = When((), None, False, ())
"""Of a clause that says nothing about years."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the draft has said about years before the clause."""

    years: Sequence[int]
    """Those that the sentence is about so far."""
    named: Sequence[int]
    """Every year that was named, in order."""
    headline: int | None
    spoken: bool
    """Whether the headline says when the draft is spoken: its 今年 is then not the year it is about."""
    base: int | None
    """The year that the sentence is comparing with."""
    retold: bool = False
    """Whether the headline's year is told after it has ended: its 去年 is that year."""

    @property
    def current(self) -> int | None:
        """The year that a relative one is relative to."""
        return self.years[-1] if self.years else self.headline


def sets_base(text: str) -> bool:
    """Whether a clause says what the rest of the sentence compares with."""
    return _SETS_BASE.search(text) is not None


def when_in(text: str, said: Said) -> When:
    """Read the years of a clause."""
    text = _CARRIED_TO.sub(lambda m: "□" * len(m.group()), text)
    text = _DATE.sub(lambda m: m.group() if _WHOLE_YEAR.search(m.group()) else "□" * len(m.group()), text)
    spans = [match.span() for match in _INTO_NOW.finditer(text)] if said.spoken else []
    before = said.current - 1 if said.current is not None else 0
    spans += [match.span() for match in _CARRIED_FROM.finditer(text) if int(match["year"]) == before]
    base = None
    for match in _BASE.finditer(text):
        word = match["year"] or match["of"] or ""
        base = int(word[:4]) if word[:2].isdigit() else base
        spans.append(match.span())
    compares = _BASE.search(text) is not None
    rest = masked(text, spans)
    years = years_in(rest)
    named = years.named
    spans.extend(years.spans)
    current = said.current
    if not named and years.relative and current is not None:
        now = years.offset == 0 and said.spoken and said.headline is not None and _NOW.search(rest)
        named = ((said.headline or current) + years.offset,) if years.offset or now else ()
        if said.retold and said.headline is not None and years.relative in _OF_THE_SPEAKER:
            named = (said.headline + 1 + years.offset,)
    last = _LAST_N.search(rest) or _TOGETHER_YEARS.search(rest) or _YEARS_FIRST.search(rest)
    if not named and last and current is not None:
        count = _COUNTS[last[1]]
        named = tuple(said.years) if len(said.years) == count else _last_named(count, current, said.named)
        spans.append(last.span())
    running = last is not None and not years.named
    relative = bool(named) and not years.named and not running
    of_base = any(match["of"] for match in _BASE.finditer(text))
    return When(named, base or said.base, compares or said.base is not None, tuple(spans), running, of_base, relative)


def _last_named(count: int, current: int, said: Sequence[int]) -> tuple[int, ...]:
    """The years that “两年” means: the last so many that were named, if they adjoin, else those up to this one."""
    named = sorted(list(dict.fromkeys(reversed(said)))[:count])
    if len(named) == count and current in named and named[-1] - named[0] == count - 1:
        return tuple(named)
    return tuple(range(current - count + 1, current + 1))
