"""Values ↔ rows of the library: what a report looks like in SQL, and the same report rebuilt, exactly equal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assistant.report import (
    Box,
    Cell,
    Chunk,
    Contact,
    Figure,
    FigureStatus,
    Paragraph,
    Path,
    Report,
    Section,
    Source,
    Table,
)

Row = Any
"""A row that SQLAlchemy returns; its attributes are the columns."""
Values = dict[str, Any]


def report_values(report: Report) -> Values:
    """The row of `reports`, but for what the library adds."""
    return {
        "report_id": report.report_id,
        "title": report.title,
        "agency": report.agency,
        "region": report.region,
        "year": report.year,
        "form": report.form,
        "file": report.file,
        "sha256": report.sha256,
        "pages": report.pages,
        "parent": report.parent,
        "period_from": report.period and report.period[0].isoformat(),
        "period_to": report.period and report.period[1].isoformat(),
        "published": report.published and report.published.isoformat(),
        "contacts": _json([[c.kind, c.value, c.start, c.end] for c in report.contacts]),
        "warnings": _json(report.warnings),
        "n_tables": len(report.tables),
        "n_figures": len(report.figures),
        "text": report.text,
    }


def report_of(
    row: Row, sections: Iterable[Row], paragraphs: Iterable[Row], tables: Sequence[Table], figures: Sequence[Figure]
) -> Report:
    """The report that these rows hold."""
    return Report(
        report_id=row.report_id,
        title=row.title,
        agency=row.agency,
        region=row.region,
        year=row.year,
        form=row.form,
        file=row.file,
        sha256=row.sha256,
        pages=row.pages,
        text=row.text,
        sections=tuple(map(section_of, sections)),
        paragraphs=tuple(paragraph_of(paragraph, row.text) for paragraph in paragraphs),
        tables=tuple(tables),
        figures=tuple(figures),
        warnings=path_of(row.warnings),
        parent=row.parent,
        period=period_of(row),
        published=day_of(row.published),
        contacts=contacts_of(row),
    )


def period_of(row: Row) -> tuple[date, date] | None:
    """The period of a row of `reports`."""
    first, last = day_of(row.period_from), day_of(row.period_to)
    return None if first is None or last is None else (first, last)


def day_of(text: str | None) -> date | None:
    """A day as it is stored."""
    return None if text is None else date.fromisoformat(text)


def contacts_of(row: Row) -> tuple[Contact, ...]:
    """The contacts of a row of `reports`."""
    return tuple(Contact(*item) for item in json.loads(row.contacts))


def section_values(key: int, sections: Iterable[Section]) -> list[Values]:
    """The rows of `sections`."""
    return [
        {
            "report": key,
            "ordinal": ordinal,
            "path": _json(section.path),
            "start_at": section.start,
            "end_at": section.end,
            "page": section.page,
        }
        for ordinal, section in enumerate(sections)
    ]


def section_of(row: Row) -> Section:
    """The section of a row."""
    return Section(path_of(row.path), row.start_at, row.end_at, row.page)


def paragraph_values(key: int, paragraphs: Iterable[Paragraph]) -> list[Values]:
    """The rows of `paragraphs`; their text is the report's."""
    return [
        {
            "report": key,
            "ordinal": ordinal,
            "start_at": paragraph.start,
            "end_at": paragraph.end,
            "section": _json(paragraph.section),
            "page": paragraph.page,
            "box": _box_json(paragraph.box),
        }
        for ordinal, paragraph in enumerate(paragraphs)
    ]


def paragraph_of(row: Row, text: str) -> Paragraph:
    """The paragraph of a row, out of the report's text."""
    start, end = row.start_at, row.end_at
    return Paragraph(text[start:end], start, end, path_of(row.section), row.page, _box_of(row.box))


def table_values(key: int, tables: Iterable[Table]) -> list[Values]:
    """The rows of `tables`."""
    return [
        {
            "report": key,
            "ordinal": ordinal,
            "table_id": table.table_id,
            "caption": table.caption,
            "unit": table.unit,
            "section": _json(table.section),
            "page": table.page,
            "n_rows": table.n_rows,
            "n_cols": table.n_cols,
            "header_rows": table.header_rows,
            "stub_cols": table.stub_cols,
            "start_at": table.start,
            "end_at": table.end,
            "kind": table.kind,
            "reconstructed": int(table.reconstructed),
            "layout": table.layout,
        }
        for ordinal, table in enumerate(tables)
    ]


def cell_values(key: int, tables: Iterable[Table]) -> list[Values]:
    """The rows of `cells` for all tables of a report."""
    return [
        {
            "report": key,
            "table_ordinal": table_ordinal,
            "ordinal": ordinal,
            "row": cell.row,
            "col": cell.col,
            "text": cell.text,
            "start_at": cell.start,
            "end_at": cell.end,
            "rowspan": cell.rowspan,
            "colspan": cell.colspan,
            "page": cell.page,
            "box": _box_json(cell.box),
            "heads": cell.heads,
            "level": cell.level,
        }
        for table_ordinal, table in enumerate(tables)
        for ordinal, cell in enumerate(table.cells)
    ]


def tables_of(tables: Iterable[Row], cells: Iterable[Row]) -> list[Table]:
    """The tables of one report from their rows and the rows of their cells."""
    by_table: dict[int, list[Cell]] = {}
    for row in cells:
        by_table.setdefault(row.table_ordinal, []).append(_cell_of(row))
    return [_table_of(row, by_table.get(row.ordinal, [])) for row in tables]


def _table_of(row: Row, cells: Iterable[Cell]) -> Table:
    return Table(
        table_id=row.table_id,
        caption=row.caption,
        unit=row.unit,
        section=path_of(row.section),
        page=row.page,
        n_rows=row.n_rows,
        n_cols=row.n_cols,
        cells=tuple(cells),
        header_rows=row.header_rows,
        stub_cols=row.stub_cols,
        start=row.start_at,
        end=row.end_at,
        kind=row.kind,
        reconstructed=bool(row.reconstructed),
        layout=row.layout,
    )


def _cell_of(row: Row) -> Cell:
    spans = (row.rowspan, row.colspan, row.page, _box_of(row.box))
    return Cell(row.row, row.col, row.text, row.start_at, row.end_at, *spans, heads=row.heads, level=row.level)


def figure_values(key: int, figures: Iterable[Figure]) -> list[Values]:
    """The rows of `figures`; what a figure shares with its report stands in the report's row."""
    return [
        {
            "report": key,
            "ordinal": ordinal,
            "figure_id": figure.figure_id,
            "form": figure.form,
            "table_name": figure.table,
            "row_path": _json(figure.row),
            "col_path": _json(figure.col),
            "measure": figure.measure,
            "raw": figure.raw,
            "value": None if figure.value is None else str(figure.value),
            "unit": figure.unit,
            "status": figure.status.value,
            "basis": figure.basis,
            "scope": _json(figure.scope),
            "period": figure.period,
            **_source_values(figure.source),
        }
        for ordinal, figure in enumerate(figures)
    ]


def _source_values(source: Source) -> Values:
    return {
        "section": _json(source.section),
        "page": source.page,
        "table_id": source.table_id,
        "cell_row": None if source.cell is None else source.cell[0],
        "cell_col": None if source.cell is None else source.cell[1],
        "source_row": _json(source.row),
        "source_col": _json(source.col),
        "box": _box_json(source.bbox),
        "start_at": source.start,
        "end_at": source.end,
        "quote": source.quote,
    }


def figure_of(row: Row) -> Figure:
    """The figure of a row of `figures` joined with its report's row."""
    return Figure(
        figure_id=row.figure_id,
        report_id=row.report_id,
        agency=row.agency,
        region=row.region,
        year=row.year,
        form=row.form,
        table=row.table_name,
        row=path_of(row.row_path),
        col=path_of(row.col_path),
        measure=row.measure,
        raw=row.raw,
        value=None if row.value is None else Decimal(row.value),
        unit=row.unit,
        status=FigureStatus(row.status),
        basis=row.basis,
        source=_source_of(row),
        scope=path_of(row.scope),
        period=row.period,
    )


def _source_of(row: Row) -> Source:
    return Source(
        report_id=row.report_id,
        file=row.file,
        title=row.title,
        agency=row.agency,
        year=row.year,
        section=path_of(row.section),
        page=row.page,
        table_id=row.table_id,
        cell=None if row.cell_row is None else (row.cell_row, row.cell_col),
        row=path_of(row.source_row),
        col=path_of(row.source_col),
        bbox=_box_of(row.box),
        start=row.start_at,
        end=row.end_at,
        quote=row.quote,
    )


def chunk_values(key: int, chunks: Iterable[Chunk]) -> list[Values]:
    """The rows of `chunks`."""
    return [
        {
            "chunk_id": chunk.chunk_id,
            "report": key,
            "ordinal": chunk.ordinal,
            "text": chunk.text,
            "section": _json(chunk.section),
            "start_at": chunk.start,
            "end_at": chunk.end,
            "page": chunk.page,
            "table_id": chunk.table_id,
            "first_row": None if chunk.rows is None else chunk.rows[0],
            "last_row": None if chunk.rows is None else chunk.rows[1],
        }
        for chunk in chunks
    ]


def chunk_of(row: Row) -> Chunk:
    """The chunk of a row joined with its report's id."""
    return Chunk(
        chunk_id=row.chunk_id,
        report_id=row.report_id,
        ordinal=row.ordinal,
        text=row.text,
        section=path_of(row.section),
        start=row.start_at,
        end=row.end_at,
        page=row.page,
        table_id=row.table_id,
        rows=None if row.first_row is None else (row.first_row, row.last_row),
    )


@lru_cache(maxsize=8_192)
def path_of(text: str) -> Path:
    """A header path, or any list of strings, from its JSON. The same few paths stand in thousands of rows."""
    return tuple(json.loads(text))


def _json(items: Sequence[object]) -> str:
    return json.dumps(list(items), ensure_ascii=False, separators=(",", ":"))


def _box_json(box: Box | None) -> str | None:
    return None if box is None else _json(box)


def _box_of(text: str | None) -> Box | None:
    if text is None:
        return None
    x0, y0, x1, y1 = json.loads(text)
    return x0, y0, x1, y1
