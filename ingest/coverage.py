"""How much of its standard form a report gave: rows found, repaired, missing, and identities that hold."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.forms import FormTable, forms
from assistant.report import USABLE, Figure, FigureStatus, Report
from ingest.balance import equations
from ingest.outcome import Coverage


def coverage(report: Report) -> tuple[Coverage, ...]:
    """For each table of the report's form; () for a report without one."""
    form = next((form for form in forms() if form.code == report.form), None)
    by_measure = {figure.measure: figure for figure in report.figures if figure.measure}
    return tuple(_of(table, by_measure) for table in form.tables) if form else ()


def _of(table: FormTable, by_measure: dict[str, Figure]) -> Coverage:
    read = {
        (row.code, column.code): figure
        for row, column in table.cells()
        if (figure := by_measure.get(table.measure(row, column))) is not None
    }
    rows: dict[str, list[FigureStatus]] = {}
    for (row, _), figure in read.items():
        rows.setdefault(row, []).append(figure.status)
    for printed in table.rows:  # a row that stands for others is printed in their place
        if printed.code in rows:
            for code in printed.instead_of:
                rows.pop(code, None)
    found = [statuses for statuses in rows.values() if set(statuses) != {FigureStatus.MISSING}]
    usable = {
        place: figure.value for place, figure in read.items() if figure.value is not None and figure.status in USABLE
    }
    held = [equation.holds for equation in equations(table, usable)]
    return Coverage(
        table=table.code,
        rows=len(rows),
        found=len(found),
        repaired=_with(found, FigureStatus.RECONSTRUCTED),
        ambiguous=_with(found, FigureStatus.AMBIGUOUS),
        missing=len(rows) - len(found),
        identities=len(held),
        held=sum(held),
    )


def _with(rows: Sequence[Sequence[FigureStatus]], status: FigureStatus) -> int:
    return sum(status in statuses for statuses in rows)
