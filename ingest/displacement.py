"""Which rows of a form their order does not prove, because the file shows that its values were displaced.

A value that is lost here and another that is printed twice there leave a row of the right length. What one row of a
file shows to have happened may have happened in all its tables, so the signs are gathered over the whole form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_

from assistant.forms import FormTable
from assistant.report import FigureStatus
from ingest.linear import candidates
from ingest.readings import Fault, RowReading

Rows = Mapping[str, RowReading]
"""The rows of one of the form's tables, by code."""

_GAPS = Fault.PADDED | Fault.BLANK | Fault.SHORT
_PADDED = (Fault.PADDED | Fault.BLANK, Fault.PADDED | Fault.SHORT)


def marked(tables: Iterable[FormTable], read: Mapping[str, Rows]) -> dict[str, dict[str, RowReading]]:
    """The rows of each table, by its code; those of grids are marked where they need more proof than their order."""
    in_grids = [(table, row) for table in tables for row in read[table.code].values() if row.label.table_id]
    faults = reduce(or_, (row.fault for _, row in in_grids), Fault.NONE)
    uncut = any(_fits_no_cut(table, row) for table, row in in_grids)
    doubtful = uncut or Fault.EXTRA | Fault.SHORT in faults
    padded = any(pair in faults for pair in _PADDED)
    glued = any(row.glued is not None and row.glued.digits for _, row in in_grids)
    plain = {table.code for table in tables if not table.sums}

    def mark(code: str, row: RowReading) -> RowReading:
        if row.label.table_id is None:
            return row
        open_ = (padded and bool(row.fault & _GAPS)) or (glued and code in plain and _may_be_glued(row))
        return replace(row, doubtful=row.doubtful or doubtful, displaced=open_)

    return {code: {name: mark(code, row) for name, row in rows.items()} for code, rows in read.items()}


def _may_be_glued(row: RowReading) -> bool:
    """Whether a row's digits, run together elsewhere, may be so here: in one cell, or printed again in others."""
    stated = [cell.raw for cell in row.cells if cell.status is not FigureStatus.BLANK]
    again = len(stated) > 1 and len(set(stated)) == 1 and len(stated[0]) > 1
    return again or len(stated) < len(row.cells)


def _fits_no_cut(table: FormTable, row: RowReading) -> bool:
    """Whether digits run together that no cut explains: more than its own values stand among them."""
    return row.glued is not None and row.glued.digits.isdigit() and bool(table.sums) and not candidates(table, row)
