"""What the reports say to a claim about quantities of the forms: every legitimate reading of it, computed exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from assistant import figures as figure_queries
from assistant import phrasing
from assistant.arithmetic import plain, total
from assistant.catalog import Target
from assistant.checking.frame import Average, Frame, Meaning, default_wholes
from assistant.checking.operation import Operation
from assistant.library import Library
from assistant.lookup import Quantity, quantities, quantity, same_definition
from assistant.report import Figure, FigureStatus, Source
from assistant.understanding.measures import Term

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
                years = len({target.year for target in targets})
                count, word = (_MONTHS, "月均") if meaning.average is Average.MONTH else (years, "年均")
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
            return _why(gap)
        if any(not same_definition(found[0], one) for one in found):
            return "各年统计口径不同，不能相加"
        figures = tuple(figure for one in found for figure in one.figures)
        value = total([one.value for one in found if one.value is not None])
        value *= _scale(found[0].unit)
        formula = _added(figures) + f" = {plain(value)}" if len(figures) > 1 else ""
        return Reading(value, _label(found), formula, figures)

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
                return _why(one)
        if not all_of_it.value:
            return f"{whole.zh}为 0，不能计算占比"
        assert part.value is not None
        value = part.value * 100 / all_of_it.value
        over = _added(part.figures)
        formula = f"{f'({over})' if ' + ' in over else over} ÷ {_bracketed(all_of_it.figures)} = {_two_places(value)}%"
        label = f"{phrasing.who(target, 'zh')} {term.zh}占{whole.zh}"
        return Reading(value, label, formula, (*part.figures, *all_of_it.figures))

    def _changes(self, meaning: Meaning, targets: Sequence[Target], base: Sequence[Target]) -> Readings:
        if meaning.than is not None and len(targets) == 1 and len(meaning.terms) == 1:
            return self._beside(meaning, meaning.terms[0], meaning.than, targets[0])
        if len(targets) != 1 or len(base) != 1:
            return Readings(gap="没有载入用来比较的报告")
        terms = [term for term in meaning.terms if self.quantity(targets[0], term).figures] or meaning.terms[:1]
        all_of_them = [self._changed(meaning, term, targets, base) for term in terms]
        found = tuple(reading for one in all_of_them for reading in one.found)
        return Readings(found, next((one.gap for one in all_of_them if one.gap), ""))

    def _changed(self, meaning: Meaning, term: Term, targets: Sequence[Target], base: Sequence[Target]) -> Readings:
        now, before = self.quantity(targets[0], term), self.quantity(base[0], term)
        for one in (now, before):
            if one.value is None:
                return Readings(gap=_why(one))
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
                return Readings(gap=_why(one))
        label = f"{phrasing.who(target, 'zh')} {term.zh}比{than.zh}"
        return self._change(meaning.operation, other, now, label, (*other.figures, *now.figures))

    def _change(
        self, operation: Operation, before: Quantity, now: Quantity, label: str, figures: tuple[Figure, ...]
    ) -> Readings:
        assert now.value is not None and before.value is not None
        old, new = plain(before.value), plain(now.value)
        if operation is Operation.DIFFERENCE:
            value = (now.value - before.value) * _scale(now.unit)
            return Readings((Reading(value, label, f"{new} - {old} = {plain(now.value - before.value)}", figures),))
        if not before.value:
            return Readings(gap=f"{phrasing.who(before.target, 'zh')}为 0，不能计算增幅")
        if operation is Operation.MULTIPLE:
            ratio = now.value / before.value
            return Readings((Reading(ratio, label, f"{new} ÷ {old} = {_two_places(ratio)}", figures),))
        value = (now.value - before.value) * 100 / before.value
        return Readings((Reading(value, label, f"({new} - {old}) ÷ {old} = {_two_places(value)}%", figures),))

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
        readings = []
        for new, old in zip(now.found, before.found, strict=True):
            value = new.value - old.value
            formula = f"{_two_places(new.value)}% - {_two_places(old.value)}% = {_two_places(value)} 个百分点"
            readings.append(
                Reading(
                    value,
                    f"{new.label}，比{'另一个' if meaning.between else '上年'}",
                    formula,
                    (*old.figures, *new.figures),
                )
            )
        return Readings(tuple(readings), now.gap or before.gap)

    def _shown(self, term: Term, targets: Sequence[Target]) -> tuple[Figure, ...]:
        return tuple(figure for target in targets for figure in self.quantity(target, term).figures[:1])


def _averaged(reading: Reading, count: int, word: str) -> Reading:
    value = reading.value / count
    formula = f"{plain(reading.value)} ÷ {count} = {_two_places(value)}"
    return replace(reading, value=value, label=f"{reading.label}{word}", formula=formula)


def _why(one: Quantity) -> str:
    who = phrasing.who(one.target, "zh")
    if not one.figures:
        return f"{who}的统计表没有“{one.term.zh}”这一项"
    bad = next((figure for figure in one.figures if figure.status is one.status), None)
    reason = {
        FigureStatus.BLANK: "这一格是空白",
        FigureStatus.AMBIGUOUS: "原文数字粘连，不能确定",
        FigureStatus.MISSING: "这一行没有读到或已缺失",
    }
    return f"{who}“{one.term.zh}”：{reason.get(bad.status, '没有数字') if bad else '没有数字'}"


def _label(found: Sequence[Quantity]) -> str:
    first, last = found[0], found[-1]
    if len(found) == 1:
        return f"{phrasing.who(first.target, 'zh')} {first.term.zh}"
    if first.target.agency == last.target.agency:
        years = "、".join(str(one.target.year) for one in found)
        return f"{first.target.agency} {years} 年 {first.term.zh}合计"
    return f"{'、'.join(dict.fromkeys(one.target.agency for one in found))} {first.term.zh}合计"


def _scale(unit: str | None) -> Decimal:
    return Decimal(10**4) if unit == "万元" else Decimal(10**8) if unit == "亿元" else Decimal(1)


def _added(figures: Sequence[Figure]) -> str:
    values = [figure.value for figure in figures if figure.value is not None]
    terms = values if len(values) <= 3 else [value for value in values if value]
    return " + ".join(map(plain, terms)) or "0"


def _bracketed(figures: Sequence[Figure]) -> str:
    added = _added(figures)
    return f"({added})" if " + " in added else added


def _two_places(value: Decimal) -> str:
    return plain(value.quantize(Decimal("0.01")))
