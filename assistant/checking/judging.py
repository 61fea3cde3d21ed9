"""A statement of a draft becomes a verdict: by the forms' figures first, then by the reports' own sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Verdict
from assistant.arithmetic import plain
from assistant.catalog import Catalog, Target
from assistant.checking import derived, prose
from assistant.checking.entries import SHARE_MARK, Entries, Entry, names_its_own
from assistant.checking.frame import Frame, Meaning, Proven, puts_beside
from assistant.checking.manner import before_change, words_of
from assistant.checking.operation import Operation
from assistant.checking.pieces import Piece
from assistant.checking.prose import Asked
from assistant.checking.readings import Reader, Readings
from assistant.checking.scoping import Scoping
from assistant.checking.verdicts import Judgement, judge, slip_between
from assistant.checking.width import beyond
from assistant.language.number import Kind, Number
from assistant.phrasing import quoted
from assistant.report import Source

_CASES = frozenset(("", "request", "requests", "application", "applications", "cases", *"件份宗例起个项次条笔批部"))
"""Measure words for what the forms count."""
_GLUED = 10**5
_PEOPLE = frozenset(("人", "人次", "名", "位"))
"""Measure words for the requests of natural persons."""


@dataclass(slots=True)
class Statement:
    """A piece with what it means and the reports that it is about."""

    piece: Piece
    number: Number
    meaning: Meaning
    targets: Sequence[Target]
    base: Sequence[Target]
    context: str
    """The words of the sentence before the piece."""
    hidden: list[tuple[int, int]]
    """The stretches of the clause that name agencies and years."""

    @property
    def is_no_claim(self) -> bool:
        """Whether the number, when nothing proves it, is a manner of speaking and no claim at all."""
        if self.number.kind is not Kind.COUNT:
            return False
        return (not self.number.unit and not self.meaning.terms) or (self.number.spelled and self.number.value <= 3)

    @property
    def is_glued(self) -> bool:
        """Whether the number looks like the cells of a table run together: “予以公开7100008”."""
        return not self.number.unit and self.number.value >= _GLUED and "00" in str(self.number.value)

    @property
    def counts_cases(self) -> bool:
        """Whether the unit is one in which the forms count: 件 and what is said for it, or money."""
        if self.number.unit in _PEOPLE:
            return all(term.cols == ("natural",) for term in self.meaning.terms)
        return self.number.kind is not Kind.COUNT or self.number.unit in _CASES


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
        of_form = statement.meaning.terms and len(statement.meaning.left) < 2 and statement.counts_cases
        if of_form and not beyond(statement.piece.clause.text, scoping.agencies):
            return self._by_form(statement)
        return self._outside_forms(statement)

    def _outside_forms(self, statement: Statement) -> Judgement:
        """By what the reports' sentences state, and what follows from it."""
        said = self._by_prose(statement)
        if said.verdict is Verdict.SUPPORTED or self.entries is None:
            return said
        computed = self._computed(statement, self.entries)
        return computed if computed is not None and computed.verdict is not Verdict.NOT_FOUND else said

    def _computed(self, statement: Statement, entries: Entries) -> Judgement | None:
        """The verdict on what follows from other numbers of the reports' sentences; None where nothing does."""
        proven, operation = self.frame.proven, statement.meaning.operation
        before, after = words_of(statement.piece, statement.hidden)
        readings = None
        if operation is Operation.SHARE and not proven:
            proven = self._part(statement, entries, before)
        siblings = _siblings(entries, statement.targets, proven)
        if operation is Operation.SHARE and proven:
            readings = derived.share(before, after, proven, siblings)
        elif operation in (Operation.GROWTH, Operation.DIFFERENCE, Operation.MULTIPLE):
            readings = self._change(statement, entries)
        elif operation is Operation.VALUE:
            readings = derived.added(before, proven, statement.number.unit)
            readings = readings or derived.for_each(before, proven, statement.number, siblings)
        if readings is None:
            return None
        slip = len(readings.found) == 1 and slip_between(statement.number, readings.found[0].value)
        return judge(statement.number, statement.meaning, replace(readings, gap="") if slip else readings)

    def _part(self, statement: Statement, entries: Entries, before: str) -> tuple[Proven, ...]:
        """What a share is of where the sentence has stated no number: “政府网站信息占…”."""
        words = SHARE_MARK.split(before)[0]
        found = self._stated(entries, statement.targets[0], statement, words) if len(statement.targets) == 1 else None
        if found is None or not prose.says_the_same(found) or found.entry.operation is not Operation.VALUE:
            return ()
        return (Proven(words, statement.piece.start, found.entry),)

    def _change(self, statement: Statement, entries: Entries) -> Readings | None:
        """How a number has changed that the sentences of this year's and last year's reports state."""
        proven = self.frame.proven
        if len(statement.targets) != 1:
            return None
        before, after = words_of(statement.piece, statement.hidden)
        own = names_its_own(replace(statement.piece, before=before, after=after))
        if own:
            found = self._stated(entries, statement.targets[0], statement, before_change(before))
            now, firm = found.entry if found else None, prose.says_the_same(found)
        else:
            now, firm = (proven[-1].entry, True) if proven else (None, False)
        if len(proven) > 1 and not own and proven[-1].beside:
            return derived.change(statement.meaning.operation, proven[-2].entry, proven[-1].entry, firm=True)
        if len(proven) > 1 and not own and derived.goes_on_from(proven[-2], proven[-1]):
            return derived.change(statement.meaning.operation, proven[-1].entry, proven[-2].entry, firm=True)
        if now is None:
            return None
        earlier = self._stated(entries, statement.base[0], statement, now.words) if len(statement.base) == 1 else None
        if earlier is None or earlier.entry.source == now.source:
            return None
        return derived.change(statement.meaning.operation, now, earlier.entry, firm and prose.says_the_same(earlier))

    def _stated(self, entries: Entries, target: Target, statement: Statement, words: str) -> prose.Match | None:
        """The number that a report's sentences state for these words."""
        number = replace(statement.number, unit="", kind=Kind.COUNT)
        piece = replace(statement.piece, number=number, before=words, after="")
        asked = Asked(piece, statement.context, target.year, words)
        return prose.best_of(prose.find(entries, [target.report_id], asked))

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
        if verdict != "not_found" and statement.meaning.operation is Operation.VALUE:
            self.frame.proven += (Proven(f"{before} {after}", piece.start, entry, puts_beside(statement.piece)),)
        quote = quoted(_short(" ".join(entry.source.quote.split()), entry.raw))
        if verdict == "supported":
            return Judgement(Verdict.SUPPORTED, None, (entry.source,), f"与报告原文一致：{quote}。")
        if verdict == "contradicted" and len(ids) == 1:
            right, number = entry.number, statement.number
            value = right.value.to_integral_value() if right.value == right.value.to_integral_value() else right.value
            correct = plain(value) if right.unit == number.unit else f"{plain(value)}{right.unit}"
            slip = slip_between(number, right.value * right.scale)
            why = f"与报告原文不符：{quote}" + (f"；{slip}" if slip else "")
            return Judgement(Verdict.CONTRADICTED, correct, (entry.source,), f"{why}。")
        return replace(_not_found("报告中没有与此足够一致的说法"), evidence=(entry.source,))


def _siblings(entries: Entries, targets: Sequence[Target], proven: Sequence[Proven]) -> list[Entry]:
    """The numbers of the sentence of a report that states the last number, and of the list that it is in."""
    if not proven:
        return []
    last = proven[-1].entry
    return [one for target in targets for one in entries.of(target.report_id) if derived.lists(one, last)]


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
