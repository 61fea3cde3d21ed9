"""What the reports say to a claim about quantities of the forms: every legitimate reading of it, computed exactly."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from assistant import figures as figure_queries
from assistant import phrasing
from assistant.arithmetic import plain, total
from assistant.catalog import Target
from assistant.checking.formulas import addends, bracketed, label_of, scale_of, two_places, why_not
from assistant.checking.frame import Average, Frame, Meaning, default_wholes
from assistant.checking.operation import Operation
from assistant.library import Library
from assistant.lookup import Quantity, quantities, quantity, same_definition
from assistant.report import Figure, FigureStatus, Source
from assistant.understanding.terms import Term

_MONTHS = 12
APPLICANTS = ("natural", "enterprise", "research", "welfare", "legal", "other")
"""The columns of table 3 whose sum is its total."""


class Cited(Protocol):
    """A figure of a form or a number of a sentence: what a reading is proved by."""

    @property
    def source(self) -> Source:
        """Where it stands."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a claim: the value that the reports give, in the number's own unit, and how it came about."""

    value: Decimal
    label: str
    formula: str
    figures: tuple[Cited, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of a claim. Where one of them is not known (`gap` says why), nothing can be contradicted."""

    found: tuple[Reading, ...] = ()
    gap: str = ""
    evidence: tuple[Figure, ...] = ()
    """What to show where there is a gap."""


@dataclass(slots=True)
class Reader:
    """Looks quantities up, each once; a report's cells are read together when the first of them is needed."""

    library: Library
    cells: dict[str, Mapping[str, Figure]] = field(default_factory=dict)
    """All cells of the forms by report and measure, as far as they have been read."""
    _known: dict[tuple[str, Term], Quantity] = field(default_factory=dict)

    def quantity(self, target: Target, term: Term) -> Quantity:
        """One quantity in one report."""
        key = (target.report_id, replace(term, zh="", en=""))
        if key not in self._known:
            found = self._looked_up(target, term)
            self._known[key] = self._row_sum(found) if found.status is FigureStatus.BLANK else found
        return replace(self._known[key], term=term)

    def quantities(self, targets: Sequence[Target], term: Term) -> list[Quantity]:
        """One quantity in many reports, of which no more is wanted than its cells."""
        return quantities(self.library, targets, [term], self.cells)

    def _looked_up(self, target: Target, term: Term) -> Quantity:
        if target.report_id not in self.cells:
            found = figure_queries.select(self.library, report_ids=[target.report_id], of_form=True)
            self.cells[target.report_id] = {figure.measure: figure for figure in found if figure.measure}
        return quantity(self.library, target, term, self.cells)

    def _row_sum(self, found: Quantity) -> Quantity:
        """A total that was left empty is the sum of its row: an agency that leaves cells empty means 0 by them."""
        term = found.term
        if term.table != "requests" or term.cols != ("total",):
            return found
        parts = self._looked_up(found.target, replace(term, cols=APPLICANTS))
        stated = tuple(figure for figure in parts.figures if figure.status is not FigureStatus.BLANK)
        return replace(parts, figures=stated, term=term) if stated else found

    def read(self, meaning: Meaning, frame: Frame, targets: Sequence[Target], base: Sequence[Target]) -> Readings:
        """Every reading of a claim over these reports; `base` are those that it compares with."""
        match meaning.operation:
            case Operation.VALUE | Operation.SUM:
                found = self._values(meaning, targets)
                if meaning.average is None:
                    return found
                count, word = _spans(meaning.average, {target.year for target in targets})
                return replace(found, found=tuple(_averaged(one, count, word) for one in found.found))
            case Operation.SHARE:
                return self._shares(meaning, frame, targets)
            case Operation.GROWTH | Operation.DIFFERENCE | Operation.MULTIPLE:
                return self._changes(meaning, targets, base)
            case Operation.POINTS:
                return self._points(meaning, frame, targets, base)

    def _values(self, meaning: Meaning, targets: Sequence[Target]) -> Readings:
        terms = [term for term in meaning.terms if any(self.quantity(t, term).figures for t in targets)]
        if not terms:
            return Readings(gap="该年度的统计表没有这一项")
        apart = [[target] for target in targets] if meaning.each else [targets]
        readings = [self._sum(term, run) for term in terms for run in apart]
        readings = [self._sum(term, targets) for term in meaning.or_else] + readings
        gaps = [reading for reading in readings if isinstance(reading, str)]
        found = [reading for reading in readings if isinstance(reading, Reading)]
        if meaning.each:
            odd = sorted(found, key=lambda reading: reading.value)
            return Readings(tuple(odd[:1] + odd[-1:]) if not gaps else (), gaps[0] if gaps else "")
        if meaning.widens and len(terms) == 1 and found:
            wider = self._with_old(terms[0], targets)
            found += [wider] if wider else []
        if meaning.either_end and len(terms) == 1 and terms[0].rows == ("carried_out",):
            other = self._sum(replace(terms[0], rows=("carried_in",), zh="上年结转"), targets)
            found += [other] if isinstance(other, Reading) else []
        if len(terms) > 1 and meaning.operation is not Operation.SUM:
            return Readings(tuple(found), "同名的项目有几个，未说明是哪一个")
        return Readings(tuple(found), gaps[0] if gaps else "", self._shown(terms[0], targets) if gaps else ())

    def _with_old(self, term: Term, targets: Sequence[Target]) -> Reading | None:
        """新收 with what was carried over: “收到” and “办理” may mean either."""
        if term.table != "requests" or not set(term.rows) & {"received", "total"} or len(term.rows) > 1:
            return None
        wider = replace(term, rows=("received", "carried_in"), zh="本年新收 + 上年结转")
        reading = self._sum(wider, targets)
        if isinstance(reading, str) or not reading.value:
            return None
        return replace(reading, note="口径为本年新收加上年结转")

    def _sum(self, term: Term, targets: Sequence[Target]) -> Reading | str:
        found = [self.quantity(target, term) for target in targets]
        gap = next((one for one in found if one.value is None), None)
        if gap is not None:
            return why_not(gap)
        if any(not same_definition(found[0], one) for one in found):
            return "各年统计口径不同，不能相加"
        figures = tuple(figure for one in found for figure in one.figures)
        value = total([one.value for one in found if one.value is not None])
        value *= scale_of(found[0].unit)
        formula = addends(figures) + f" = {plain(value)}" if len(figures) > 1 else ""
        return Reading(value, label_of(found), formula, figures)

    def _shares(self, meaning: Meaning, frame: Frame, targets: Sequence[Target]) -> Readings:
        if len(meaning.terms) != 1 or len(targets) != 1:
            return Readings(gap="没有说清是什么占什么" if len(meaning.terms) != 1 else "没有说清是哪一份报告")
        (term,), (target,) = meaning.terms, targets
        wholes = [meaning.whole] if meaning.whole is not None else default_wholes(term, frame)
        found: list[Reading] = []
        gap = ""
        for part, whole in [(part, whole) for part in (term, *meaning.others) for whole in wholes]:
            reading = self._share(target, part, whole)
            if isinstance(reading, str):
                gap = gap or reading
            else:
                found.append(reading)
        return Readings(tuple(found), gap, self._shown(term, targets) if gap else ())

    def _share(self, target: Target, term: Term, whole: Term) -> Reading | str:
        part, all_of_it = self.quantity(target, term), self.quantity(target, whole)
        for one in (part, all_of_it):
            if one.value is None:
                return why_not(one)
        if not all_of_it.value:
            return f"{whole.zh}为 0，不能计算占比"
        assert part.value is not None
        value = part.value * 100 / all_of_it.value
        over = addends(part.figures)
        formula = f"{f'({over})' if ' + ' in over else over} ÷ {bracketed(all_of_it.figures)} = {two_places(value)}%"
        label = f"{phrasing.who(target, 'zh')} {term.zh}占{whole.zh}"
        return Reading(value, label, formula, (*part.figures, *all_of_it.figures))

    def _changes(self, meaning: Meaning, targets: Sequence[Target], base: Sequence[Target]) -> Readings:
        if meaning.than is not None and len(targets) == 1 and len(meaning.terms) == 1:
            return self._beside(meaning, meaning.terms[0], meaning.than, targets[0])
        if len(targets) == 1 and len(meaning.terms) == 1 and not base and meaning.terms[0].rows == ("carried_out",):
            was = replace(meaning.terms[0], rows=("carried_in",), zh="上年结转")
            return self._beside(meaning, meaning.terms[0], was, targets[0])  # what was carried out of last year
        if len(targets) != 1 or len(base) != 1:
            return Readings(gap="没有载入用来比较的报告")
        terms = [term for term in meaning.terms if self.quantity(targets[0], term).figures] or meaning.terms[:1]
        all_of_them = [self._changed(meaning, term, targets, base) for term in terms]
        if meaning.widens and len(terms) == 1 and terms[0].table == "requests" and terms[0].rows == ("received",):
            wider = replace(terms[0], rows=("received", "carried_in"), zh="本年新收 + 上年结转")
            all_of_them.append(self._changed(meaning, wider, targets, base))
        found = tuple(reading for one in all_of_them for reading in one.found)
        return Readings(found, next((one.gap for one in all_of_them if one.gap), ""))

    def _changed(self, meaning: Meaning, term: Term, targets: Sequence[Target], base: Sequence[Target]) -> Readings:
        now, before = self.quantity(targets[0], term), self.quantity(base[0], term)
        for one in (now, before):
            if one.value is None:
                return Readings(gap=why_not(one))
        if not same_definition(now, before):
            return Readings(gap="两年的统计口径不同，不能直接比较")
        assert now.value is not None and before.value is not None
        figures = (*before.figures, *now.figures)
        label = f"{phrasing.who(now.target, 'zh')} {term.zh}比 {phrasing.who(before.target, 'zh')}"
        return self._change(meaning.operation, before, now, label, figures)

    def _beside(self, meaning: Meaning, term: Term, than: Term, target: Target) -> Readings:
        """One quantity of a report against another one of it."""
        now, other = self.quantity(target, term), self.quantity(target, than)
        for one in (now, other):
            if one.value is None:
                return Readings(gap=why_not(one))
        label = f"{phrasing.who(target, 'zh')} {term.zh}比{than.zh}"
        return self._change(meaning.operation, other, now, label, (*other.figures, *now.figures))

    def _change(
        self, operation: Operation, before: Quantity, now: Quantity, label: str, figures: tuple[Figure, ...]
    ) -> Readings:
        assert now.value is not None and before.value is not None
        old, new = plain(before.value), plain(now.value)
        if operation is Operation.DIFFERENCE:
            value = (now.value - before.value) * scale_of(now.unit)
            return Readings((Reading(value, label, f"{new} - {old} = {plain(now.value - before.value)}", figures),))
        if not before.value:
            return Readings(gap=f"{phrasing.who(before.target, 'zh')}为 0，不能计算增幅")
        if operation is Operation.MULTIPLE:
            ratio = now.value / before.value
            return Readings((Reading(ratio, label, f"{new} ÷ {old} = {two_places(ratio)}", figures),))
        value = (now.value - before.value) * 100 / before.value
        return Readings((Reading(value, label, f"({new} - {old}) ÷ {old} = {two_places(value)}%", figures),))

    def _points(self, meaning: Meaning, frame: Frame, targets: Sequence[Target], base: Sequence[Target]) -> Readings:
        if meaning.between:
            if len(frame.shares) < 2:
                return Readings(gap="没有说清是哪两个占比")
            (first, there), (second, here) = frame.shares[-2:]
            now, before = self._shares(second, frame, here), self._shares(first, frame, there)
        else:
            now, before = self._shares(meaning, frame, targets), self._shares(meaning, frame, base)
        if not now.found or len(now.found) != len(before.found):
            return Readings(gap=now.gap or before.gap or "没有载入用来比较的报告")
        other = "另一个" if meaning.between else "上年"
        readings = [_points_between(new, old, other) for new, old in zip(now.found, before.found, strict=True)]
        stated = [] if meaning.between else self._two_years(frame)
        return Readings((*readings, *stated), now.gap or before.gap)

    def _two_years(self, frame: Frame) -> list[Reading]:
        """“2025年公开率52.4%；2024年公开率20.7%，提高31.7个百分点”: the change between one share in two years."""
        if len(frame.shares) < 2:
            return []
        (first, there), (second, here) = sorted(frame.shares[-2:], key=lambda one: [target.year for target in one[1]])
        if (first.terms, first.whole) != (second.terms, second.whole) or there == here:
            return []
        before, now = self._shares(first, frame, there).found, self._shares(second, frame, here).found
        return [_points_between(now[0], before[0], "另一年")] if now and before else []

    def _shown(self, term: Term, targets: Sequence[Target]) -> tuple[Figure, ...]:
        return tuple(figure for target in targets for figure in self.quantity(target, term).figures[:1])


def _spans(average: Average, years: Collection[int]) -> tuple[int, str]:
    """Over how many days, months or years an average is, and its name."""
    match average:
        case Average.DAY:
            return sum(366 if isleap(year) else 365 for year in years), "日均"
        case Average.MONTH:
            return _MONTHS * len(years), "月均"
        case Average.YEAR:
            return len(years), "年均"


def _points_between(new: Reading, old: Reading, other: str) -> Reading:
    value = new.value - old.value
    formula = f"{two_places(new.value)}% - {two_places(old.value)}% = {two_places(value)} 个百分点"
    return Reading(value, f"{new.label}，比{other}", formula, (*old.figures, *new.figures))


def _averaged(reading: Reading, count: int, word: str) -> Reading:
    value = reading.value / count
    formula = f"{plain(reading.value)} ÷ {count} = {two_places(value)}"
    return replace(reading, value=value, label=f"{reading.label}{word}", formula=formula)
