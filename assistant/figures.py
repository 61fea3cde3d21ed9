"""Exact figures by report and measure, in SQL: totals and counts never depend on what a search happens to find."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func
from sqlalchemy import select as select_keys

from assistant.forms import forms
from assistant.library import Library
from assistant.report import Figure, FigureStatus, Path
from assistant.store import rows, schema, statements

_F, _R, _IDS = schema.figures.c, schema.reports.c, schema.reports.alias("asked").c
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    # By key, not by the joined id: with five ids and a measure SQLite would else read that measure of every report.
    "report_ids": _F.report.in_(
        select_keys(_IDS.key).where(_IDS.report_id.in_(bindparam("report_ids", expanding=True)))
    ),
    "agencies": _R.agency.in_(bindparam("agencies", expanding=True)),
    "years": _R.year.in_(bindparam("years", expanding=True)),
    "table": _F.table_name == bindparam("table"),
    "table_id": _F.table_id == bindparam("table_id"),
    "measures": _F.measure.in_(bindparam("measures", expanding=True)),
    "row": _F.row_path.like(bindparam("row"), escape="/"),
    "col": _F.col_path.like(bindparam("col"), escape="/"),
    "status": _F.status == bindparam("status"),
    "of_form": and_(_F.measure.is_not(None), _F.form.in_([form.code for form in forms()])) == bindparam("of_form"),
}
_ORDER = (func.coalesce(_R.agency, ""), func.coalesce(_R.year, 0), _R.report_id, _F.table_name, _F.ordinal)


def select(
    library: Library,
    *,
    report_ids: Collection[str] | None = None,
    agencies: Collection[str] | None = None,
    years: Collection[int] | None = None,
    table: str | None = None,
    table_id: str | None = None,
    measures: Collection[str] | None = None,
    row: str | None = None,
    col: str | None = None,
    status: FigureStatus | None = None,
    of_form: bool | None = None,
    limit: int | None = None,
) -> list[Figure]:
    """The figures that fit every given filter, by agency, year, report, table and position in the report.

    `table` is a figure's whole table name, `table_id` that of a grid in one report; `row` and `col` stand anywhere in
    one header of the path. An empty collection fits nothing. `of_form` keeps the cells of the disclosure forms, or all
    others. Raises LibraryError.
    """
    filters: dict[str, Any] = {
        "report_ids": _listed(report_ids),
        "agencies": _listed(agencies),
        "years": _listed(years),
        "table": table,
        "table_id": table_id,
        "measures": _listed(measures),
        "row": None if row is None else _pattern(row),
        "col": None if col is None else _pattern(col),
        "status": None if status is None else status.value,
        "of_form": of_form,
    }
    given = {name: value for name, value in filters.items() if value is not None}
    with library.reading() as connection:
        found = map(rows.figure_of, connection.execute(_query(tuple(given)), given))
        fitting = (figure for figure in found if _within(row, figure.row) and _within(col, figure.col))
        return list(islice(fitting, limit))


@cache
def _query(given: tuple[str, ...]) -> Select[Any]:
    """The query with these filters. Building one anew costs several times what SQL needs to answer it."""
    return statements.figure_query().where(*(_CONDITIONS[name] for name in given)).order_by(*_ORDER)


def _listed(values: Collection[Any] | None) -> list[Any] | None:
    return None if values is None else list(values)


def _pattern(part: str) -> str:
    """A LIKE pattern for the header paths, as JSON, that can hold `part`: a sieve, which `_within` makes exact."""
    text = json.dumps(part, ensure_ascii=False)[1:-1]
    for special in "/%_":
        text = text.replace(special, "/" + special)
    return f"%{text}%"


def _within(part: str | None, path: Path) -> bool:
    return part is None or any(part in header for header in path)
