"""The structured lookup: what a report states for a quantity of its form. Read-only; no text is generated here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant import arithmetic, figures
from assistant.catalog import Target
from assistant.forms import Form, forms
from assistant.library import Library
from assistant.report import USABLE, Figure, FigureStatus
from assistant.understanding.measures import Term

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


def quantity(library: Library, target: Target, term: Term) -> Quantity:
    """Look one quantity up in one report."""
    form = next((form for form in forms() if form.code == target.form), None)
    measures = term.measures(form) if form else ()
    found = figures.select(library, report_ids=[target.report_id], measures=measures) if measures else []
    return Quantity(term, target, tuple(_one_reading(form, term, found)) if form else ())


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


def same_definition(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities count the same thing: the same cells, in one form or in both.

    The three rows of （六） in the later form are the one row of the earlier one.
    """
    return _cells(first) == _cells(second)


def _cells(quantity: Quantity) -> set[str]:
    one_row = ("other_not_corrected", "other_not_paid", "other_rest")
    measures = {figure.measure or "" for figure in quantity.figures}
    return {".".join("other_all" if part in one_row else part for part in m.split(".")) for m in measures}
