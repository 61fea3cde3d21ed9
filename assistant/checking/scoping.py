"""Whom and when a clause is about, carried from clause to clause as a reader carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.answer import Scope
from assistant.catalog import Catalog, Target
from assistant.checking.pieces import Clause, Piece
from assistant.understanding import words
from assistant.understanding.agencies import Mention
from assistant.understanding.spans import masked
from assistant.understanding.years import years_in

_BASE = re.compile(
    r"(?:较|比|相比于?|相较于?|对比|(?<!连)[同与跟和](?=[^，。]{2,18}(?:相比|比较|对比|持平|相同|相当|一样)))(?:之?于?)\s*(?P<year>(?:19|20)\d{2}\s*年度?|(?:上一?年度?|去年|前一年|前年)(?!结转|转|顺延|末结转)|同期)"
    r"(?:度)?(?:同期)?(?:的)?(?:相比)?|同比|环比|(?P<of>(?:19|20)\d{2}年|上一?年|去年)的(?=\s*[\d□一二两三四五]+(?:\.\d+)?\s*(?:倍|$|[，。]))"
)
_DATE = re.compile(r"(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?")
_WHOLE_YEAR = re.compile(r"年\s*(?:0?1\s*月\s*0?1\s*日|12\s*月(?:\s*31\s*日)?)$")
_OWN = re.compile(r"我[省市县区州局委办院厅旗镇]|本[省市县区州局委办院厅旗镇]")
_LAST_N = re.compile(
    r"(?<!第)(?:近|这|最近|过去|上述)?([两二三四五六七八九十])年(?:来|间|内|共|合计|累计|总共|总计|里)"
)
_TOGETHER_YEARS = re.compile(r"(?<!第)([两二三四五六七八九十])年(?=[^，。；\d]{0,12}(?:合计|共|累计|总|之和|分别))")
FORMER = re.compile(r"([前后])者(?:[较比为是占]|相当于)[前后]者")
_COMPARED = re.compile(r"(?:比|较|于|是|为|相当于|超过|不及|不如|同|超)(?:同期)?(?:的)?$")
_TOGETHER = re.compile(r"[两三四](?:地|家|者|个?(?:单位|机关|部门|县|市|局))")
_LEADS = 12
"""A year that stands this near the beginning of a clause says when the rest of the sentence is about."""
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_SETS_BASE = re.compile(r"(?:相比|相较|比较|对比)(?:而言|来看)?$")
"""“与2019年相比，”: what the rest of the sentence compares with."""
_CARRIED_TO = re.compile(
    r"(?:结转|顺延|转)(?:至|到|入)\s*(?:19|20)\d{2}\s*年度?|over\s+(?:in)?to\s+(?:the\s+)?(?:next|following)\s+year"
)
"""“结转到2025年” is this year's, whatever year follows."""
_SPOKEN = re.compile(r"讲话|发言|致辞|会议|座谈会|发布会|动员会|推进会|述职")
"""A heading of words that are spoken: its year is when, and what they are about is said in them."""
_HELD = re.compile(r"((?:19|20)\d{2})\s*年")
_ANY_OFFICE = re.compile(r"[省市县区]?(?:人民)?(?:政府)?办公[室厅]")
"""An office that every government has: “国务院办公厅” is not the one that happens to be loaded."""
_INTO_NOW = re.compile(r"(?<=[转延][至到入])今年")
_TITLES = re.compile(
    r"《[^《》\n]{1,120}》|“[^“”\n]{1,20}”(?=[^，。；]{0,4}(?:号|网|客户端|频道|端|[发推编刊报登]|全年|累计|共))"
)
"""Titles, and names of accounts: “某县发布” is not the county."""


_WIDTHS = {"全国": 4, "全省": 3, "全自治区": 3, "全市": 2, "全县": 1, "全区": 1, "全旗": 1}
_WIDE = re.compile("|".join(_WIDTHS))
_NAMES = (
    (re.compile(r"(?:省|自治区)(?:人民政府)?$"), 3),
    (re.compile(r"市(?:人民政府)?$"), 2),
    (re.compile(r"[县区旗](?:人民政府)?$"), 1),
)


def _width(agency: str) -> int:
    """How wide the place is that an agency governs: 3 a province, 2 a city, 1 a county, 0 an office of any of them."""
    return next((width for name, width in _NAMES if name.search(agency)), 0)


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
    relative: bool = False
    """Whether the years are only said from another: “上年”. What follows is not about them."""


@dataclass(slots=True)
class Scoping:
    """What the draft has said so far about whom and when."""

    catalog: Catalog
    scope: Scope
    agencies: tuple[str, ...] = ()
    stranger: str | None = None
    years: tuple[int, ...] = ()
    headline: int | None = None
    pair: tuple[int, int] | None = None
    """The two years that the headline puts beside each other."""
    spoken: bool = False
    """Whether the headline says when the draft is spoken and not what it is about."""
    home: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    """The agencies that a clause only compares with: “高于某县”."""
    together: tuple[str, ...] = ()
    """The agencies that were last named side by side: “两地合计” means them."""
    mentions: list[Mention] = field(default_factory=list)
    when: When = When((), None, False, ())
    earlier: tuple[int, ...] = ()
    """The years that the sentence was about before the clause: “由上年的…下降到…” comes back to them."""
    _within: Sequence[Target] = ()
    """The reports that the caller's scope leaves."""
    _sentence: int = -1
    _paragraph: int = -1
    _spoken: tuple[int, ...] = ()
    """The years that the sentence is about so far."""
    _standing: tuple[int, ...] = ()
    """The years that a sentence without any is about."""

    _base: int | None = None
    """The year that the rest of the sentence compares with."""
    _beside: tuple[str, ...] = ()
    """The agencies that the sentence has named, in order: “后者比前者”."""
    led: tuple[int, ...] = ()
    """The years that the paragraph has last put at the head of a clause."""
    said: tuple[int, ...] = ()
    """The years that the sentence has named so far, in order."""
    _named: tuple[int, ...] = ()
    """Every year that was named, in order."""

    def __post_init__(self) -> None:
        fits = self._within = self.catalog.within(self.scope) if self.scope != Scope() else []
        named = {target.agency for target in fits}
        if len(named) == 1:
            self.agencies = self.home = tuple(named)
        if self.scope.year:
            self.years, self.headline = (self.scope.year,), self.scope.year
        elif self.scope.report_id and len(fits) == 1:
            self.years, self.headline = (fits[0].year,), fits[0].year
        self._standing = self._spoken = self.years
        if not self.agencies and len(self.catalog.agencies) == 1:
            self.agencies = self.home = self.catalog.agencies

    @property
    def fixed(self) -> bool:
        """Whether the caller named the very report: then names in the text change nothing."""
        return self.scope.report_id is not None

    def enter(self, clause: Clause) -> None:
        """Take in what a clause says about agencies and years."""
        if clause.paragraph != self._paragraph and self.headline is not None and not self.spoken:
            self._standing = (self.headline,)
        if clause.paragraph != self._paragraph and self.stranger is not None and self.home:
            self.agencies, self.stranger = self.home, None  # a new paragraph is about the draft's own agency again
        new_sentence = clause.paragraph != self._paragraph or clause.sentence != self._sentence
        if new_sentence:
            self._spoken, self.said, self._base = self._standing, (), None
        if clause.paragraph != self._paragraph:
            self.led = ()
        self.earlier = self._spoken
        self._paragraph, self._sentence = clause.paragraph, clause.sentence
        if self._is_heading(clause):
            self.headline, self.home, self.spoken = (
                None,
                (),
                False,
            )  # a second report in the same draft: its heading says whose and when
        if self.headline is None and _SPOKEN.search(clause.text) and not clause.numbers:
            self.spoken = self.spoken or clause.paragraph == 0 or self._is_heading(clause)
        held = _HELD.search(clause.text) if self.spoken and self.headline is None and clause.paragraph == 0 else None
        if held is not None:
            self.headline = int(held[1])
        text = _TITLES.sub(lambda m: "□" * len(m.group()), clause.text)
        text = masked(text, [(number.start, number.end) for number in clause.numbers], "□")
        self._see_agencies(text, new_sentence)
        self.when = self._read_years(text)
        if self.when.base is not None and _SETS_BASE.search(text):
            self._base = self.when.base
        self._named += self.when.years
        self.said += self.when.years
        self.years = self.when.years or self._spoken
        if not self.when.years:
            return
        first = min((start for start, _ in self.when.spans), default=0)
        named = sum(mention.end - mention.start for mention in self.mentions if mention.end <= first)
        leads = first - named <= _LEADS and text[max(first - 1, 0)] not in "由从"  # “由2023年的14件增到58件”
        if self.when.relative and not (self.spoken and leads):
            return
        if self.when.running:
            self._spoken = self.years if clause.numbers else self._spoken
            return
        if leads or not self._spoken:
            self._spoken = self.years
        if leads:
            self.led = self.years
        if (leads or not self._standing) and not self.fixed:
            self._standing = self.years
        heads = self.headline is None and (clause.paragraph == 0 or self._is_heading(clause))
        if heads and len(self.years) == 2 and not clause.numbers:
            self.pair = min(self.years), max(self.years)
        if self.headline is None and len(self.years) == 1 and (clause.paragraph == 0 or self._is_heading(clause)):
            self.headline, self.pair = self.years[0], None
            self._standing = self._spoken = () if self.spoken else self.years

    def _is_heading(self, clause: Clause) -> bool:
        """Whether a clause is a line of its own that counts nothing and names an agency and a year."""
        if self.fixed or not clause.whole_line or clause.numbers or not years_in(clause.text).named:
            return False
        return any(len(m.agencies) == 1 and not m.place_only for m in self.catalog.names.find(clause.text))

    @contextmanager
    def narrowed(self, agency: str | None, year: int | None) -> Iterator[None]:
        """For one number of several, only its own agency or year."""
        agencies, years = self.agencies, self.years
        self.agencies = (agency,) if agency is not None else agencies
        self.years = (year,) if year is not None else years
        try:
            yield
        finally:
            self.agencies, self.years = agencies, years

    def agency_of(self, piece: Piece) -> str | None:
        """The agency named for one number of several: “甲局11件、乙局9件”; None where the clause names one for all."""
        if len(self.mentions) < 2 or len(self.agencies) < 2 or piece.number is None:
            return None
        begin = piece.start - piece.clause.start
        own = {m.agencies[0] for m in self.mentions if begin <= m.start < piece.number.start}
        return own.pop() if len(own) == 1 else None

    def year_before(self) -> int | None:
        """The year that the sentence was about before this clause named another."""
        return self.earlier[-1] if self.earlier and self.earlier != self.years else None

    def beyond(self, text: str) -> bool:
        """Whether a text speaks of more than the agency: “全省” in a draft about a county."""
        said = max((_WIDTHS[match.group()] for match in _WIDE.finditer(text)), default=0)
        return bool(said) and all(said > _width(agency) for agency in self.agencies)

    @property
    def compared_years(self) -> tuple[int, int] | None:
        """The years of the headline, first and last, where the sentence names none: what a change is between."""
        return self.pair if not self.said else None

    def targets(self, years: Sequence[int]) -> list[Target]:
        """The loaded reports of the agencies in question for these years."""
        found: list[Target] = []
        for agency in self.agencies:
            for year in years:
                target = self._target(agency, year)
                if target is not None:
                    found.append(target)
        return found

    def _target(self, agency: str, year: int) -> Target | None:
        if self.fixed and year == self.headline:
            return next((t for t in self._within if t.year == year), None)
        return self.catalog.target(agency, year)

    def _see_agencies(self, text: str, new_sentence: bool) -> None:
        if self.fixed:
            self.mentions = []
            return
        found = self.catalog.names.find(text)
        whole = [m for m in found if len(m.agencies) == 1 and not m.place_only]
        self.mentions = [m for m in whole if not _ANY_OFFICE.fullmatch(m.text)]
        self._beside = () if new_sentence else self._beside
        self._beside += tuple(m.agencies[0] for m in self.mentions if m.agencies[0] not in self._beside)
        former = FORMER.search(text)
        if former is not None and not self.mentions and len(self._beside) == 2:
            own, other = self._beside if former[1] == "前" else self._beside[::-1]
            self.agencies, self.compared = (own,), (other,)
            return
        if len(self.agencies) > 1:
            self.together = self.agencies
        if _TOGETHER.search(text) and not self.mentions and self.together:
            self.agencies = self.together
            return
        if len(self.agencies) > 1 and new_sentence:
            self.agencies = self.home or self.agencies[:1]
        self.compared = ()
        compared = [m for m in self.mentions if _COMPARED.search(text[: m.start])]
        subjects = [m for m in self.mentions if m not in compared]
        if compared and (subjects or self.agencies):
            self.compared = tuple(dict.fromkeys(m.agencies[0] for m in compared))
        else:
            subjects = self.mentions
        named = tuple(dict.fromkeys(m.agencies[0] for m in subjects))
        if named:
            self.agencies, self.stranger = named, None
            self.home = self.home or named[:1]
        if named or self.compared:
            return
        stranger = self._stranger(text, found)
        if stranger is not None:
            self.agencies, self.stranger = (), stranger
        elif _OWN.search(text) and self.home:
            self.agencies, self.stranger = self.home, None

    def _stranger(self, text: str, found: Sequence[Mention]) -> str | None:
        """A place or body that is named and is not loaded."""
        for mention in found:
            if mention.agencies == () and (mention.start == 0 or words.STRANGER.match(mention.text)):
                return mention.text
            if len(mention.agencies) > 1 or mention.place_only:
                return mention.text
        for match in words.STRANGER.finditer(masked(text, years_in(text).spans)):
            opens = match.start() <= 1 or text[match.start() - 1] in "，、和与及比较于"
            if opens and not words.NOT_PLACES.search(match.group()):
                return match.group()
        return None

    def _read_years(self, text: str) -> When:
        text = _CARRIED_TO.sub(lambda m: "□" * len(m.group()), text)
        text = _DATE.sub(lambda m: m.group() if _WHOLE_YEAR.search(m.group()) else "□" * len(m.group()), text)
        base: int | None = None
        compares = False
        spans: list[tuple[int, int]] = []
        if self.spoken:
            spans.extend(match.span() for match in _INTO_NOW.finditer(text))
        rest = masked(text, spans)
        current = self._spoken[-1] if self._spoken else self.headline
        for match in _BASE.finditer(text):
            compares = True
            word = match["year"] or match["of"]
            if word and word[:2].isdigit():
                base = int(word[:4])
            spans.append(match.span())
            rest = masked(rest, [match.span()])
        years = years_in(rest)
        named = years.named
        spans.extend(years.spans)
        if not named and years.relative and current is not None:
            named = (self._headline_or(current) + years.offset,) if years.offset else ()
        last = _LAST_N.search(rest) or _TOGETHER_YEARS.search(rest)
        if not named and last and current is not None:
            count = _COUNTS[last[1]]
            named = self._last_named(count, current) if len(self._spoken) != count else self._spoken
            spans.append(last.span())
        running = last is not None and not years.named
        return When(
            named,
            base or self._base,
            compares or self._base is not None,
            tuple(spans),
            running,
            bool(named) and not years.named and not running,
        )

    def _last_named(self, count: int, current: int) -> tuple[int, ...]:
        """The years that “两年” means: the last so many that were named, if they adjoin, else those up to this one."""
        named = sorted(list(dict.fromkeys(reversed(self._named)))[:count])
        if len(named) == count and current in named and named[-1] - named[0] == count - 1:
            return tuple(named)
        return tuple(range(current - count + 1, current + 1))

    def _headline_or(self, year: int) -> int:
        return self.headline if self.headline is not None else year
