"""The structured lookup: what a report states for a quantity of its form. Read-only; no text is generated here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from assistant import arithmetic, figures
from assistant.catalog import Target
from assistant.forms import Form, Identity, forms
from assistant.library import Library
from assistant.report import USABLE, Figure, FigureStatus
from assistant.understanding.terms import Term

_REPORTS_AT_ONCE = 10_000
"""How many reports one query may name: databases bound their parameters."""
_WORST_FIRST = (
    FigureStatus.AMBIGUOUS,
    FigureStatus.MISSING,
    FigureStatus.BLANK,
    FigureStatus.RECONSTRUCTED,
    FigureStatus.REPORTED,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A term in one report: the cells it is made of, in the form's order. No cells: the form does not have it."""

    term: Term
    target: Target
    figures: tuple[Figure, ...]
    filled: str | None = None
    """The identity by which a total that the report leaves blank was made of its parts, which stand in `figures`."""

    @property
    def status(self) -> FigureStatus | None:
        """The worst status among the cells; None where the form has no such cell."""
        present = {figure.status for figure in self.figures}
        return next((status for status in _WORST_FIRST if status in present), None)

    @property
    def value(self) -> Decimal | None:
        """The sum of the cells, when every one of them states a number."""
        values = [figure.value for figure in self.figures if figure.status in USABLE and figure.value is not None]
        return arithmetic.total(values) if values and len(values) == len(self.figures) else None

    @property
    def unit(self) -> str | None:
        """The unit that all cells share, else None."""
        units = {figure.unit for figure in self.figures}
        return units.pop() if len(units) == 1 else None


Cells = Mapping[str, Mapping[str, Figure]]
"""All cells of the forms in some reports: by report id, then by measure."""
_NONE_KNOWN: Cells = MappingProxyType({})


def quantity(library: Library, target: Target, term: Term, known: Cells = _NONE_KNOWN) -> Quantity:
    """Look one quantity up in one report."""
    return quantities(library, [target], [term], known)[0]


def quantities(
    library: Library, targets: Sequence[Target], terms: Sequence[Term], known: Cells = _NONE_KNOWN
) -> list[Quantity]:
    """Look every term up in every report, report by report, with one query for all that is not `known`."""
    used = {target.form for target in targets}
    by_code = {form.code: form for form in forms() if form.code in used}
    wanted = {(code, term): term.measures(form) for code, form in by_code.items() for term in dict.fromkeys(terms)}
    every = {measure for measures in wanted.values() for measure in measures}
    cells = _cells_of(library, targets, every, known)
    found: list[Quantity] = []
    for target in targets:
        for term in terms:
            form = by_code.get(target.form or "")
            measures = wanted.get((target.form or "", term), ())
            own = [cells[key] for measure in measures if (key := (target.report_id, measure)) in cells]
            found.append(Quantity(term, target, tuple(_one_reading(form, term, own)) if form else ()))
    return _with_blank_totals_filled(library, found, known)


def _cells_of(
    library: Library, targets: Iterable[Target], measures: Collection[str], known: Cells = _NONE_KNOWN
) -> dict[tuple[str, str], Figure]:
    """Cells by report and measure."""
    every = dict.fromkeys(target.report_id for target in targets)
    reports = [report for report in every if report not in known]
    found = {
        (report, measure): known[report][measure]
        for report in every
        if report in known
        for measure in measures
        if measure in known[report]
    }
    for start in range(0, len(reports) if measures else 0, _REPORTS_AT_ONCE):
        for figure in figures.select(library, report_ids=reports[start : start + _REPORTS_AT_ONCE], measures=measures):
            found.setdefault((figure.report_id, figure.measure or ""), figure)
    return found


def _with_blank_totals_filled(library: Library, found: Sequence[Quantity], known: Cells) -> list[Quantity]:
    """A total that is blank, beside parts that all state a number, is their sum by the form's own identity."""
    blank = {
        figure.measure: identity
        for one in found
        for figure in one.figures
        if figure.status is FigureStatus.BLANK and figure.measure
        if (identity := _total_of(one, figure.measure)) is not None
    }
    if not blank:
        return list(found)
    parts = {part for total, identity in blank.items() for part in _parts(total, identity)}
    cells = _cells_of(library, [one.target for one in found], parts, known)
    return [_filled(one, blank, cells) for one in found]


def _filled(one: Quantity, blank: Mapping[str, Identity], cells: Mapping[tuple[str, str], Figure]) -> Quantity:
    made: list[Figure] = []
    rule: str | None = None
    for figure in one.figures:
        identity = blank.get(figure.measure or "") if figure.status is FigureStatus.BLANK else None
        keys = [(one.target.report_id, part) for part in _parts(figure.measure or "", identity)] if identity else []
        parts = [cells[key] for key in keys if key in cells]
        if identity and len(parts) == len(keys) and all(p.status in USABLE and p.value is not None for p in parts):
            made.extend(parts)
            rule = f"{identity.name}：{identity.text}"
        else:
            made.append(figure)
    return replace(one, figures=tuple(made), filled=rule)


def _total_of(one: Quantity, measure: str) -> Identity | None:
    """The identity that proves a row's total, where this cell is one."""
    form = next((form for form in forms() if form.code == one.target.form), None)
    if form is None:
        return None
    column = measure.rsplit(".", 1)[-1]
    return next((rule for rule in form.table(one.term.table).sums if rule.left == (column,)), None)


def _parts(total: str, identity: Identity) -> tuple[str, ...]:
    stem = total.rsplit(".", 1)[0]
    return tuple(f"{stem}.{column}" for column in identity.right)


def _one_reading(form: Form, term: Term, found: list[Figure]) -> list[Figure]:
    """Rows that stand for others ("（六）" printed as one row) count once: themselves, or the rows they replace."""
    rows = form.table(term.table).rows
    present = {figure.measure for figure in found}
    replaced = {
        code
        for row in rows
        if row.instead_of and any(m and m.split(".")[1] == row.code for m in present)
        for code in row.instead_of
    }
    return [
        f for f in found if f.measure is None or f.measure.count(".") < 2 or f.measure.split(".")[1] not in replaced
    ]


def contradictions(library: Library, one: Quantity) -> list[str]:
    """The form's identities that fail for a cell of this quantity, each as the equation in the report's own numbers.

    Only identities whose cells all state a number can fail; a report that leaves cells blank contradicts nothing.
    """
    form = next((form for form in forms() if form.code == one.target.form), None)
    measures = [figure.measure for figure in one.figures if figure.measure and figure.status in USABLE]
    if form is None or one.term.table == "art20" or not measures:
        return []
    rules = form.table(one.term.table).identities
    equations = [(rule, *sides) for m in measures for rule in rules if (sides := _sides(rule, m)) is not None]
    cells = _cells_of(library, [one.target], {measure for _, left, right in equations for measure in (*left, *right)})
    found: list[str] = []
    for rule, left, right in equations:
        stated = [[cells.get((one.target.report_id, measure)) for measure in side] for side in (left, right)]
        numbers = [[f.value for f in side if f and f.status in USABLE and f.value is not None] for side in stated]
        whole = all(len(side) == len(found_of) for side, found_of in zip((left, right), numbers, strict=True))
        if whole and arithmetic.total(numbers[0]) != arithmetic.total(numbers[1]):
            found.append(f"{rule.name} {rule.text}：{_added(numbers[0])} ≠ {_added(numbers[1])}")
    return list(dict.fromkeys(found))


def _sides(rule: Identity, measure: str) -> tuple[list[str], list[str]] | None:
    """The two sides of an identity as measures, for the row or the column of this one; None where it is not in it."""
    parts = measure.split(".")
    at = -1 if rule.axis == "columns" else 1
    if len(parts) < 2 or parts[at] not in (*rule.left, *rule.right):
        return None

    def side(codes: Sequence[str]) -> list[str]:
        return [".".join([*parts[:at], code, *(parts[at + 1 :] if at > 0 else [])]) for code in codes]

    return side(rule.left), side(rule.right)


def _added(numbers: Sequence[Decimal]) -> str:
    return " + ".join(arithmetic.plain(number) for number in numbers)


def same_definition(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities count the same thing: the same cells, in one form or in both.

    The three rows of （六） in the later form are the one row of the earlier one.
    """
    return _cells(first) == _cells(second)


def _cells(quantity: Quantity) -> set[str]:
    one_row = ("other_not_corrected", "other_not_paid", "other_rest")
    form = next((form for form in forms() if form.code == quantity.target.form), None)
    measures = quantity.term.measures(form) if form else ()
    return {".".join("other_all" if part in one_row else part for part in m.split(".")) for m in measures}
