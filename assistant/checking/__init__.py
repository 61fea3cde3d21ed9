"""The claims of a draft, each against the reports.

A claim is a question with its answer put forward. What it is about is read as a reader reads it, from sentence to
sentence; the forms' figures decide first, then the reports' own sentences. Where the reports do not say, or the draft
leaves open whom or when it means, the claim is not found: nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Checked, Claim, ClaimScope, Scope, Verdict
from assistant.arithmetic import plain
from assistant.catalog import Catalog, Target
from assistant.checking import prose
from assistant.checking.meaning import Frame, Meaning, Operation, meaning_of, quantities_named, remember, words_of
from assistant.checking.pieces import Clause, Piece, clauses_in, pieces_of
from assistant.checking.prose import Asked, Sentences
from assistant.checking.readings import Reader
from assistant.checking.relations import About, relation_in
from assistant.checking.scoping import Scoping
from assistant.checking.verdicts import Judgement, judge, slip_between
from assistant.language.numerals import Kind, Number
from assistant.library import Library
from assistant.understanding.measures import Term
from assistant.understanding.spans import masked

__all__ = ["against_tables", "check"]

_EVERYWHERE = Scope()
_RUNNING = re.compile(r"连续([两二三四五])年")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_AMONG_YEARS = re.compile(r"近([两二三四五])年|([两二三四五])年(?:来|中|间|里)|历年|历史")
_ALL_YEARS = re.compile(r"历年|逐年|连年|年年|一年比一年")
_RETURNS = re.compile(r"(?:[增升减降提涨回]|增长|增加|上升|下降|减少|提高|降低|提升|回落)(?:至|到|为)了?\s*$")
"""“由上年的…下降到”: the second number is of the year that the sentence is about."""
_CASES = frozenset(("", "request", "requests", "application", "applications", "cases", *"件份宗例起个项次条笔批部"))
"""Measure words for what the forms count."""


def check(library: Library, text: str, scope: Scope = _EVERYWHERE, catalog: Catalog | None = None) -> Checked:
    """Check every claim of a draft. `scope` says whom and when it is about where the draft does not.

    Raises LibraryError when the library cannot be read.
    """
    claims = tuple(_Checker(Reader(library), catalog or Catalog(library), scope).claims(text))
    summary = Counter(claim.verdict.value for claim in claims)
    return Checked(claims, {verdict.value: summary[verdict.value] for verdict in Verdict} | {"claims": len(claims)})


def against_tables(
    reader: Reader, catalog: Catalog, report_id: str, text: str, clauses: Sequence[Clause]
) -> Iterator[Claim]:
    """The claims that a report's own sentences make, against its own tables alone and those of its neighbours.

    `clauses` are those of the text.
    """
    yield from _Checker(reader, catalog, Scope(report_id=report_id), sentences=False).claims(text, clauses)


@dataclass(slots=True)
class _Statement:
    """A piece with what it means and the reports that it is about."""

    piece: Piece
    number: Number
    meaning: Meaning
    targets: Sequence[Target]
    base: Sequence[Target]
    context: str


@dataclass(frozen=True, slots=True)
class Shares:
    """The agencies, years or quantities that “分别” hands out to `count` numbers, one to each."""

    count: int
    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    terms: tuple[Term, ...] = ()

    def agency(self, place: int) -> str | None:
        """The agency of the number at this place."""
        return self.agencies[place] if len(self.agencies) == self.count > 1 else None

    def year(self, place: int) -> int | None:
        """The year of the number at this place."""
        return self.years[place] if len(self.years) == self.count > 1 else None

    def meaning(self, piece: Piece, place: int, frame: Frame, hidden: list[tuple[int, int]]) -> Meaning:
        """What the number at this place means."""
        if len(self.terms) == self.count > 1:
            bare = replace(piece, before="", after="")
            return replace(meaning_of(bare, frame, hidden), terms=(self.terms[place],), left="")
        meaning = meaning_of(piece, frame, hidden)
        if place and not meaning.terms and len(frame.last) == 1 and (self.agency(place) or self.year(place)):
            return replace(meaning, terms=frame.last, left="")
        return meaning


class _Checker:
    """Walks through a draft once."""

    def __init__(self, reader: Reader, catalog: Catalog, scope: Scope, *, sentences: bool = True) -> None:
        self._by_sentences = sentences
        self._catalog = catalog
        self._scoping = Scoping(catalog, scope)
        self._reader = reader
        self._sentences = Sentences(reader.library, catalog)
        self._frame = Frame()
        self._text = ""

    def claims(self, text: str, clauses: Sequence[Clause] | None = None) -> Iterator[Claim]:
        """The claims of a draft, in order."""
        self._text = text
        before: Clause | None = None
        context = ""
        for clause in clauses_in(text) if clauses is None else clauses:
            self._scoping.enter(clause)
            same = before is not None and before.sentence == clause.sentence
            if not same:
                self._frame.begin_sentence()
                context = ""
            yield from self._clause(clause, context)
            context += clause.text
            before = clause

    def _clause(self, clause: Clause, context: str) -> Iterator[Claim]:
        pieces = pieces_of(clause)
        shared = self._shared_out(clause, pieces)
        for place, piece in enumerate(pieces):
            if piece.number is None:
                claim = self._related(clause)
                self._frame.see(clause.text)
                self._frame.pending += masked(clause.text, self._hidden(), "□")
                if claim is not None:
                    yield claim
                continue
            meaning = shared.meaning(piece, place, self._frame, self._hidden())
            year = shared.year(place)
            if year is None and place and _RETURNS.search(piece.before):
                year = self._scoping.year_before()
            elif year is None and _comes_from(pieces, place) and not self._scoping.when.years and self._scoping.years:
                year = self._scoping.years[-1] - 1
            agency = shared.agency(place) or self._scoping.agency_of(piece)
            with self._scoping.narrowed(agency, year):
                claim = self._stated(piece, meaning, context)
            remember(self._frame, piece, meaning)
            if claim is not None:
                yield claim
            context += piece.before

    def _shared_out(self, clause: Clause, pieces: Sequence[Piece]) -> Shares:
        """What “分别” gives to each of several numbers."""
        head, mark, _ = clause.text.partition("分别")
        if not mark or len(pieces) < 2:
            return Shares(len(pieces))
        scoping = self._scoping
        agencies = tuple(mention.agencies[0] for mention in scoping.mentions)
        return Shares(
            len(pieces),
            agencies,
            scoping.when.years,
            quantities_named(masked(head, [span for span in self._hidden() if span[1] <= len(head)], "□"), self._frame),
        )

    def _stated(self, piece: Piece, meaning: Meaning, context: str) -> Claim | None:
        """The claim of a piece with a number."""
        assert piece.number is not None
        targets, base = self._reports(meaning)
        return self._claim(_Statement(piece, piece.number, meaning, targets, base, context))

    def _related(self, clause: Clause) -> Claim | None:
        """The claim of a clause that states no number."""
        scoping, when = self._scoping, self._scoping.when
        if scoping.stranger is not None or not scoping.agencies or not scoping.years:
            return None
        years = when.years or ([when.base, *scoping.years] if when.base and len(scoping.years) == 1 else scoping.years)
        latest = max(scoping.years)
        text = masked(clause.text, self._hidden(), "□")
        if _ALL_YEARS.search(clause.text) and len(scoping.agencies) == 1 and len(years) < 2:
            years = self._catalog.years(scoping.agencies[0])
        running = _RUNNING.search(clause.text)
        if running and len(years) < 2:
            years = list(range(latest - _COUNTS[running[1]], latest + 1))
        targets = scoping.targets(years)
        if len(scoping.compared) == 1 and len(scoping.agencies) == 1:
            with scoping.narrowed(scoping.compared[0], None):
                targets = [*targets[-1:], *scoping.targets([latest])]
        about = About(
            targets if scoping.compared or len(scoping.agencies) > 1 or len(years) > 1 else scoping.targets([latest]),
            scoping.targets([when.base or latest - 1]),
            lambda: self._rivals(latest, clause.text),
            when.compares,
        )
        relation = relation_in(text, self._frame, about, self._reader)
        if relation is None:
            return None
        judgement = relation.judgement
        return Claim(
            text=clause.text,
            start=clause.start,
            end=clause.end,
            value=None,
            unit=None,
            scope=ClaimScope(scoping.agencies[0] if len(scoping.agencies) == 1 else None, latest),
            verdict=judgement.verdict,
            correct=judgement.correct,
            evidence=judgement.evidence,
            explanation=judgement.explanation,
            kind=relation.kind,
        )

    def _rivals(self, year: int, text: str) -> list[Target]:
        """Whom “最多” is said among: the years that the clause speaks of, else all agencies of the year.

        A report that speaks of itself says nothing about the others in the library.
        """
        among = _AMONG_YEARS.search(text)
        if among is not None and len(self._scoping.agencies) == 1:
            count = _COUNTS.get(among[1] or among[2] or "", 0)
            known = self._catalog.years(self._scoping.agencies[0])
            years = range(year - count + 1, year + 1) if count else known
            found = self._scoping.targets(years)
            return found if len(found) == len(years) else []
        if self._scoping.fixed:
            return []
        everyone = [self._catalog.target(agency, year) for agency in self._catalog.agencies]
        return [target for target in everyone if target is not None]

    def _hidden(self) -> list[tuple[int, int]]:
        return [*((m.start, m.end) for m in self._scoping.mentions), *self._scoping.when.spans]

    def _reports(self, meaning: Meaning) -> tuple[list[Target], list[Target]]:
        """The reports that a claim is about, and those that it compares with."""
        scoping, when = self._scoping, self._scoping.when
        years = scoping.years
        if (
            meaning.operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.POINTS, Operation.MULTIPLE)
            and years
        ):
            latest, first = max(years), min(years)
            base = when.base or (first if len(years) > 1 else latest - 1)
            if len(scoping.compared) == 1:
                own = scoping.targets([latest])
                with scoping.narrowed(scoping.compared[0], when.base or latest):
                    return own, scoping.targets(scoping.years)
            return scoping.targets([latest]), scoping.targets([base])
        found = scoping.targets(years)
        if not found and not years:
            found = [t for agency in scoping.agencies for t in self._only(agency)]
        complete = len(found) == len(scoping.agencies) * len(years) if years else True
        return (found if complete else []), []

    def _only(self, agency: str) -> list[Target]:
        """The only report of an agency, where it has just one."""
        years = self._catalog.years(agency)
        target = self._catalog.target(agency, years[0]) if len(years) == 1 else None
        return [target] if target else []

    def _claim(self, statement: _Statement) -> Claim | None:
        piece, meaning = statement.piece, statement.meaning
        judgement = self._judged(statement)
        if judgement.verdict is Verdict.NOT_FOUND and _is_no_claim(statement):
            return None
        target = statement.targets[0] if statement.targets else None
        agencies, years = self._scoping.agencies, self._scoping.years
        return Claim(
            text=self._text[piece.start : piece.end],
            start=piece.start,
            end=piece.end,
            value=statement.number.value,
            unit=statement.number.unit or None,
            scope=ClaimScope(
                target.agency if target else agencies[0] if len(agencies) == 1 else None,
                target.year if target else years[-1] if years else None,
            ),
            verdict=judgement.verdict,
            correct=judgement.correct,
            evidence=tuple(dict.fromkeys(judgement.evidence)),
            explanation=judgement.explanation,
            kind=meaning.operation.value,
        )

    def _judged(self, statement: _Statement) -> Judgement:
        scoping = self._scoping
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
        if statement.meaning.terms and len(statement.meaning.left) < 2 and _counts_cases(statement):
            return self._by_form(statement)
        return self._by_prose(statement)

    def _by_form(self, statement: _Statement) -> Judgement:
        readings = self._reader.read(statement.meaning, self._frame, statement.targets, statement.base)
        judgement = judge(statement.number, statement.meaning, readings, lambda: self._others(statement))
        if judgement.verdict is Verdict.SUPPORTED:
            return judgement
        said = self._by_prose(statement)
        if judgement.verdict is Verdict.CONTRADICTED:
            if said.verdict is Verdict.SUPPORTED:
                return Judgement(
                    Verdict.NOT_FOUND,
                    None,
                    (*said.evidence, *judgement.evidence),
                    f"报告自身说法不一：正文与此一致，统计表则不同（{judgement.explanation.rstrip('。')}），不能判定。",
                )
            return judgement
        return said if said.verdict is not Verdict.NOT_FOUND else judgement

    def _others(self, statement: _Statement) -> Iterator[tuple[str, Decimal]]:
        """The same quantity in the agency's other years, then, in a draft, at the other agencies of the year."""
        if len(statement.targets) != 1 or len(statement.meaning.terms) != 1:
            return
        (own,), (term,) = statement.targets, statement.meaning.terms
        catalog = self._catalog
        places = [(own.agency, year) for year in catalog.years(own.agency) if year != own.year]
        if not self._scoping.fixed:
            places += [(agency, own.year) for agency in catalog.agencies if agency != own.agency]
        targets = [target for place in places if (target := catalog.target(*place)) is not None]
        for one in self._reader.quantities(targets, term):
            if one.value is not None:
                whose = f"{one.target.year} 年" if one.target.agency == own.agency else one.target.agency
                yield whose, one.value

    def _neighbours(self, agencies: Sequence[str], years: Sequence[int]) -> list[Target]:
        """The reports of other years, whose sentences may speak of this year by name."""
        if len(agencies) != 1 or len(years) != 1:
            return []
        known = (self._catalog.target(agencies[0], year) for year in self._catalog.years(agencies[0]))
        return [target for target in known if target is not None]

    def _by_prose(self, statement: _Statement, others: Sequence[Target] = ()) -> Judgement:
        if not self._by_sentences:
            return _not_found("统计表没有说到这一点")
        reports = others or statement.targets
        ids = [target.report_id for target in reports]
        years = self._scoping.years if others or not reports else (reports[-1].year,)
        before, after = words_of(statement.piece, self._hidden())
        piece = replace(statement.piece, before=before, after=after)
        asked = Asked(piece, statement.context, years[-1] if years else None, bool(others))
        matches = self._sentences.find(ids, asked)
        verdict, match = prose.verdict(statement.number, matches)
        if match is None:
            return _not_found("报告中没有找到说到这一点的数字")
        entry = match.entry
        quote = _short(" ".join(entry.source.quote.split()), entry.raw)
        if verdict == "supported":
            return Judgement(Verdict.SUPPORTED, None, (entry.source,), f"与报告原文一致：“{quote}”。")
        if verdict == "contradicted" and len(ids) == 1:
            right, number = entry.number, statement.number
            correct = plain(right.value) if right.unit == number.unit else f"{plain(right.value)}{right.unit}"
            slip = slip_between(number, right.value * right.scale)
            why = f"与报告原文不符：“{quote}”" + (f"；{slip}" if slip else "")
            return Judgement(Verdict.CONTRADICTED, correct, (entry.source,), f"{why}。")
        return replace(_not_found("报告中没有与此足够一致的说法"), evidence=(entry.source,))


def _comes_from(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a number is the first of “由…降至…”: last year's, where no year is named."""
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    return following is not None and bool(
        re.search(r"[由从]\s*$", pieces[place].before) and _RETURNS.search(following.before)
    )


def _not_found(why: str) -> Judgement:
    return Judgement(Verdict.NOT_FOUND, None, (), f"无法核对：{why}。")


def _is_no_claim(statement: _Statement) -> bool:
    """Whether a number that nothing proves is no claim about the reports at all, but a manner of speaking."""
    number = statement.number
    if number.kind is not Kind.COUNT:
        return False
    return (not number.unit and not statement.meaning.terms) or (number.spelled and number.value <= 3)


def _counts_cases(statement: _Statement) -> bool:
    """Whether a number's unit is one in which the forms count: 件 and what is said for it, or money."""
    number = statement.number
    return number.kind is not Kind.COUNT or number.unit in _CASES


def _short(quote: str, raw: str, around: int = 40) -> str:
    at = max(quote.find(raw), 0)
    begin, end = max(0, at - around), min(len(quote), at + len(raw) + around)
    return ("…" if begin else "") + quote[begin:end] + ("…" if end < len(quote) else "")
