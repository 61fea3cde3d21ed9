"""Whom and when a clause is about, carried from clause to clause as a reader carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.answer import Scope
from assistant.catalog import Catalog, Target
from assistant.checking.pieces import Clause, Piece
from assistant.checking.strangers import stranger_in
from assistant.checking.when import NEVER, Said, When, sets_base, when_in
from assistant.understanding.agencies import Mention
from assistant.understanding.spans import masked
from assistant.understanding.years import years_in

_OWN = re.compile(r"我[省市县区州局委办院厅旗镇]|本[省市县区州局委办院厅旗镇]")
FORMER = re.compile(
    r"([前后])者(?:(?:大?约|几乎|将?近)?(?:[较比为是占]|相当于)(?:大?约)?[前后]者|(?=(?:还|又|也|要|略|稍|则)?[多少高低]))"
)
"""“后者比前者多”, “后者高…”."""
_COMPARED = re.compile(r"(?:比|较|于|是|为|相当于|超过|不及|不如|同|超)(?:同期)?(?:的)?$")
_EXCEEDS = re.compile(r"(?:还|要|则)?[多少高低]出?了?□")
_TOGETHER = re.compile(r"[两三四](?:地|家|者|个?(?:单位|机关|部门|县|市|局))")
_LEADS = 12
"""A year that stands this near the beginning of a clause says when the rest of the sentence is about."""
_SPOKEN = re.compile(r"讲话|发言|致辞|会议|座谈会|发布会|动员会|推进会|述职")
"""A heading of words that are spoken: its year is when, and what they are about is said in them."""
_RETOLD = re.compile(r"专访|采访|访谈|答记者问|记者会|做客|解读|公布|发布|出炉|回顾|盘点|成绩单|答卷")
"""A heading of what is told of a year when it has ended: its 去年 is that year."""
_HELD = re.compile(r"((?:19|20)\d{2})\s*年")
_ANY_OFFICE = re.compile(r"[省市县区]?(?:人民)?(?:政府)?办公[室厅]")
"""An office that every government has: “国务院办公厅” is not the one that happens to be loaded."""
_TITLES = re.compile(
    r"《[^《》\n]{1,120}》|“[^“”\n]{1,20}”(?=[^，。；]{0,4}(?:号|网|客户端|频道|端|[发推编刊报登]|全年|累计|共))"
)
"""Titles, and names of accounts: “某县发布” is not the county."""


@dataclass(slots=True)
class Scoping:
    """What the draft has said so far about whom and when."""

    catalog: Catalog
    scope: Scope
    agencies: tuple[str, ...] = ()
    stranger: str | None = None
    years: tuple[int, ...] = ()
    headline: int | None = None
    span: tuple[int, ...] = ()
    """The years of a headline that names several: the draft's sentences may each be about any of them."""
    spoken: bool = False
    """Whether the headline says when the draft is spoken and not what it is about."""
    retold: bool = False
    """Whether the headline's year is told after it has ended."""
    home: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    """The agencies that a clause only compares with: “高于某县”."""
    together: tuple[str, ...] = ()
    """The agencies that were last named side by side: “两地合计” means them."""
    mentions: list[Mention] = field(default_factory=list)
    when: When = NEVER
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
        if clause.paragraph != self._paragraph and len(self.span) > 2:
            self._standing = self.span
        if clause.paragraph != self._paragraph and self.stranger is not None and self.home:
            self.agencies, self.stranger = self.home, None  # a new paragraph is about the draft's own agency again
        new_sentence = clause.paragraph != self._paragraph or clause.sentence != self._sentence
        if new_sentence:
            self._spoken, self._base = self._standing, None
            self.said = self.said if clause.goes_on else ()
        if clause.paragraph != self._paragraph:
            self.led = ()
        self.earlier = self._spoken
        self._paragraph, self._sentence = clause.paragraph, clause.sentence
        self._see_heading(clause)
        text = _TITLES.sub(lambda m: "□" * len(m.group()), clause.text)
        text = masked(text, [(number.start, number.end) for number in clause.numbers], "□")
        self._see_agencies(text, new_sentence)
        said = Said(self._spoken, self._named, self.headline, self.spoken, self._base, self.retold and not self.spoken)
        self.when = when_in(text, said)
        if self.when.base is not None and sets_base(text):
            self._base = self.when.base
        self._named += self.when.years
        self.said += self.when.years
        self.years = self.when.years or self._spoken
        if self.when.years:
            self._carry(clause, text)

    def _see_heading(self, clause: Clause) -> None:
        """Take in that a clause is a heading: whose the draft is, and whether it is spoken."""
        heading = self._is_heading(clause)
        if heading:  # a second report in the same draft: its heading says whose and when
            self.headline, self.home, self.spoken, self.retold, self.span = None, (), False, False, ()
        if self.headline is not None:
            return
        if _RETOLD.search(clause.text) and not clause.numbers and (clause.paragraph == 0 or heading):
            self.retold = True
        if _SPOKEN.search(clause.text) and not clause.numbers:
            self.spoken = self.spoken or clause.paragraph == 0 or heading
        held = _HELD.search(clause.text) if self.spoken and clause.paragraph == 0 else None
        if held is not None:
            self.headline = int(held[1])

    def _carry(self, clause: Clause, text: str) -> None:
        """Carry the years of a clause on to what follows it."""
        first = min((start for start, _ in self.when.spans), default=0)
        named = sum(mention.end - mention.start for mention in self.mentions if mention.end <= first)
        leads = first - named <= _LEADS and text[max(first - 1, 0)] not in "由从"  # “由2023年的14件增到58件”
        now = self.spoken and self.years == (self.headline,)  # “今年要力争…”: what follows is about last year again
        if self.when.relative and (now or not (self.spoken and leads)):
            return
        if self.when.running:
            self._spoken = self.years if clause.numbers else self._spoken
            return
        if leads or not self._spoken:
            self._spoken = self.years
        if leads:
            self.led = self.years
        later = max(self.years) >= max(self.said)  # “2021年143件，2020年118件”: what follows is about 2021
        if ((leads and later) or not self._standing) and not self.fixed:
            self._standing = self.years
        if self.headline is not None or not (clause.paragraph == 0 or self._is_heading(clause)):
            return
        if len(self.years) > 1 and not clause.numbers:
            self.span = tuple(sorted(self.years))
        if len(self.years) == 1:
            self.headline, self.span = self.years[0], ()
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

    @property
    def hidden(self) -> list[tuple[int, int]]:
        """The stretches of the clause that name agencies and years."""
        return [*((mention.start, mention.end) for mention in self.mentions), *self.when.spans]

    @property
    def told_since(self) -> int | None:
        """The headline's year, where the 去年 of a clause may mean it: a draft may be written after that year."""
        year = self.headline if self.when.relative and not self.when.compares and not self.spoken else None
        return year if year is not None and self.years == (year - 1,) else None

    @property
    def alongside(self) -> tuple[str, ...]:
        """The agencies that a clause means together without naming them: “两地…分别”."""
        return self.agencies if self.agencies == self.together else ()

    @property
    def compared_years(self) -> tuple[int, int] | None:
        """The years of the headline, first and last, where the sentence names none: what a change is between."""
        return (self.span[0], self.span[-1]) if self.span and not self.said else None

    @property
    def open_years(self) -> bool:
        """Whether the draft is about more than two years and the sentence names none of them."""
        return len(self.span) > 2 and (not self.said or (self.when.running and self.when.years != self.span))

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
        exceeds = self.mentions[0] if len(self.mentions) == 1 and len(self._beside) == 2 else None
        if exceeds is not None and _COMPARED.search(text[: exceeds.start]):
            exceeds = None
        if exceeds is not None and not new_sentence and _EXCEEDS.match(text[exceeds.end :]):
            own = exceeds.agencies[0]  # “甲局11件，乙局7件，甲局多4件”
            self.agencies, self.compared = (own,), tuple(one for one in self._beside if one != own)
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
        stranger = stranger_in(text, found)
        if stranger is not None:
            self.agencies, self.stranger = (), stranger
        elif _OWN.search(text) and self.home:
            self.agencies, self.stranger = self.home, None
