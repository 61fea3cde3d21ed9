"""A statement of a draft becomes a verdict: by the forms' figures first, then by the reports' own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Verdict
from assistant.arithmetic import plain
from assistant.catalog import Catalog, Target
from assistant.checking import prose
from assistant.checking.entries import Entries, content, names_its_own
from assistant.checking.following import Following
from assistant.checking.frame import Frame, Proven, puts_beside
from assistant.checking.manner import words_of
from assistant.checking.operation import Operation
from assistant.checking.portions import SUM_MARK
from assistant.checking.prose import Asked
from assistant.checking.readings import Reader
from assistant.checking.scoping import Scoping
from assistant.checking.statement import Statement
from assistant.checking.verdicts import Judgement, judge, slip_between
from assistant.checking.width import beyond
from assistant.language.number import Number
from assistant.phrasing import quoted
from assistant.report import Source

_PART_OF_YEAR = re.compile(
    r"上半年|下半年|[一二三四1-4前]+个?季度|(?<![至到截年—\-~])\d{1,2}月份?(?!\s*(?:\d|底|末|份?止))|单月|当月|单季"
)
"""A time shorter than the year that the forms count."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges statements in the light of what the draft has said so far."""

    reader: Reader
    catalog: Catalog
    scoping: Scoping
    frame: Frame
    entries: Entries | None
    """None where only the tables may decide."""

    def judged(self, statement: Statement) -> Judgement:
        """The verdict on a statement, with its evidence and one sentence of explanation."""
        scoping = self.scoping
        if scoping.stranger is not None:
            return _not_found(f"没有载入“{scoping.stranger}”的报告，或不能确定是哪一个机关")
        if not scoping.agencies:
            return _not_found("没有说明是哪一个机关")
        if not statement.targets:
            stated = self._by_prose(statement, self._neighbours(scoping.agencies, scoping.years))
            if stated.verdict is not Verdict.NOT_FOUND:
                return stated
            years = "、".join(map(str, scoping.years))
            return _not_found(
                f"没有载入 {'、'.join(scoping.agencies)} {years} 年的报告" if years else "没有说明是哪一年"
            )
        part = _PART_OF_YEAR.search(statement.piece.clause.text)
        if part is not None:
            said = self._outside_forms(statement)
            same = any(part.group() in source.quote for source in said.evidence)
            return said if same else _not_found(f"“{part.group()}”只是一年的一部分")
        of_form = statement.meaning.terms and len(statement.meaning.left) < 2 and statement.counts_cases
        if of_form and not beyond(statement.piece.clause.text, scoping.agencies):
            return self._by_form(statement)
        return self._outside_forms(statement)

    def _outside_forms(self, statement: Statement) -> Judgement:
        """By what the reports' sentences state, and what follows from it."""
        said = self._by_prose(statement)
        if said.verdict is Verdict.SUPPORTED or self.entries is None:
            return said
        computed = Following(self.entries, self.frame).judged(statement)
        return computed if computed is not None and computed.verdict is not Verdict.NOT_FOUND else said

    def _by_form(self, statement: Statement) -> Judgement:
        readings = self.reader.read(statement.meaning, self.frame, statement.targets, statement.base)
        judgement = judge(statement.number, statement.meaning, readings, lambda: self._others(statement))
        if judgement.verdict is Verdict.SUPPORTED:
            return judgement
        if judgement.verdict is Verdict.CONTRADICTED and statement.is_glued:
            return _not_found("数字像是几格粘连在一起的")
        if judgement.verdict is Verdict.CONTRADICTED:
            said = self._by_prose(statement, loosely=False)
            if said.verdict is Verdict.SUPPORTED:
                return Judgement(
                    Verdict.NOT_FOUND,
                    None,
                    (*said.evidence, *judgement.evidence),
                    f"报告自身说法不一：正文与此一致，统计表则不同（{judgement.explanation.rstrip('。')}），不能判定。",
                )
            return judgement
        said = self._outside_forms(statement)
        return said if said.verdict is not Verdict.NOT_FOUND else judgement

    def _others(self, statement: Statement) -> Iterator[tuple[str, Decimal]]:
        """The same quantity in the agency's other years, then, in a draft, at the other agencies of the year."""
        if len(statement.targets) != 1 or len(statement.meaning.terms) != 1:
            return
        (own,), (term,) = statement.targets, statement.meaning.terms
        catalog = self.catalog
        places = [(own.agency, year) for year in catalog.years(own.agency) if year != own.year]
        if not self.scoping.fixed:
            places += [(agency, own.year) for agency in catalog.agencies if agency != own.agency]
        targets = [target for place in places if (target := catalog.target(*place)) is not None]
        for one in self.reader.quantities(targets, term):
            if one.value is not None:
                whose = f"{one.target.year} 年" if one.target.agency == own.agency else one.target.agency
                yield whose, one.value

    def _neighbours(self, agencies: Sequence[str], years: Sequence[int]) -> list[Target]:
        """The reports of other years, whose sentences may speak of this year by name."""
        if len(agencies) != 1 or len(years) != 1:
            return []
        known = (self.catalog.target(agencies[0], year) for year in self.catalog.years(agencies[0]))
        return [target for target in known if target is not None]

    def _by_prose(self, statement: Statement, others: Sequence[Target] = (), *, loosely: bool = True) -> Judgement:
        """By what the reports' sentences say; `loosely`: in other words too."""
        if self.entries is None:
            return _not_found("统计表没有说到这一点")
        reports = others or statement.targets
        ids = [target.report_id for target in reports]
        years = self.scoping.years if others or not reports else (reports[-1].year,)
        before, after = words_of(statement.piece, statement.hidden)
        piece = replace(statement.piece, before=before, after=after)
        subject = "" if names_its_own(piece) else self.frame.subject
        year = years[-1] if years else None
        asked = Asked(piece, statement.context, year, statement.piece.words, subject, bool(others))
        matches = prose.find(self.entries, ids, asked)
        verdict, match = prose.verdict(statement.number, matches)
        if verdict == "not_found" and loosely and len(ids) == 1:
            beside = [one.entry.source for one in self.frame.proven[-1:]]
            verdict, other = _in_other_words(statement.number, prose.nearest(self.entries, ids, asked), beside)
            match = other or match
        if match is None:
            return _not_found("报告中没有找到说到这一点的数字")
        entry = match.entry
        proven = Proven(f"{before} {after}", piece.start, entry, puts_beside(statement.piece))
        if verdict != "not_found" and statement.meaning.operation is Operation.VALUE:
            self.frame.proven += (proven,)
        elif verdict != "not_found" and statement.meaning.operation is Operation.SHARE:
            self.frame.rate = proven
        quote = quoted(_short(" ".join(entry.source.quote.split()), entry.raw))
        if verdict == "supported":
            return Judgement(Verdict.SUPPORTED, None, (entry.source,), f"与报告原文一致：{quote}。")
        bare_sum = SUM_MARK.search(before) and not content(f"{before} {after}")  # “诉讼9件、复议7件，共16件”
        if verdict == "contradicted" and len(ids) == 1 and not bare_sum:
            right, number = entry.number, statement.number
            value = right.value.to_integral_value() if right.value == right.value.to_integral_value() else right.value
            correct = plain(value) if right.unit == number.unit else f"{plain(value)}{right.unit}"
            slip = slip_between(number, right.value * right.scale)
            why = f"与报告原文不符：{quote}" + (f"；{slip}" if slip else "")
            return Judgement(Verdict.CONTRADICTED, correct, (entry.source,), f"{why}。")
        return replace(_not_found("报告中没有与此足够一致的说法"), evidence=(entry.source,))


def _in_other_words(
    number: Number, near: Sequence[prose.Near], beside: Sequence[Source]
) -> tuple[str, prose.Match | None]:
    """What the reports say of a claim in other words, where its very number or a slip of the pen gives it away.

    `beside` is the sentence that states the number before.
    """
    entry = prose.restated(number, near) or prose.beside(number, [one.entry for one in near], beside)
    if entry is not None:
        return "supported", prose.Match(entry, 1.0, 1.0, 1.0)
    may = prose.meant(near)
    slips = [one for one in may if slip_between(number, one.value)]
    if len({one.value for one in slips}) == 1 and not any(prose.agrees(number, one.number) for one in may):
        return "contradicted", prose.Match(slips[0], 1.0, 1.0, 1.0)
    return "not_found", None


def unclear_year(judgement: Judgement) -> Judgement:
    """A contradiction that depends on a year which the draft leaves open."""
    return replace(_not_found("没有说明是哪一年"), evidence=judgement.evidence)


def _not_found(why: str) -> Judgement:
    return Judgement(Verdict.NOT_FOUND, None, (), f"无法核对：{why}。")


def _short(quote: str, raw: str, around: int = 40) -> str:
    at = max(quote.find(raw), 0)
    begin, end = max(0, at - around), min(len(quote), at + len(raw) + around)
    return ("…" if begin else "") + quote[begin:end] + ("…" if end < len(quote) else "")
