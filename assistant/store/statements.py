"""A report in SQL: the statements that insert, find and delete one, on a connection that the library gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, delete, func, insert, inspect, select
from sqlalchemy import Table as SQLTable

from assistant.answer import Decision
from assistant.errors import LibraryError
from assistant.report import Chunk, Paragraph, Report, Section, Table
from assistant.store import rows, schema

_PART = 500
"""Of so many reports at once the chunks are counted."""


def insert_report(connection: Connection, report: Report, chunks: Sequence[Chunk], **facts: str | None) -> None:
    """Insert a report that is not there; `facts` are `ingested_at` and `origin`."""
    values = rows.report_values(report) | facts | {"n_chunks": len(chunks)}
    key: int = connection.execute(insert(schema.reports).values(values).returning(schema.reports.c.key)).scalar_one()
    _insert(connection, schema.sections, rows.section_values(key, report.sections))
    _insert(connection, schema.paragraphs, rows.paragraph_values(key, report.paragraphs))
    _insert(connection, schema.tables, rows.table_values(key, report.tables))
    _insert(connection, schema.cells, rows.cell_values(key, report.tables))
    _insert(connection, schema.figures, rows.figure_values(key, report.figures))
    _insert(connection, schema.chunks, rows.chunk_values(key, chunks))


def delete_reports(connection: Connection, report_ids: Collection[str]) -> None:
    """Delete these reports and all their rows; unknown ids are ignored."""
    connection.execute(delete(schema.reports).where(schema.reports.c.report_id.in_(report_ids)))


def require(connection: Connection, report_id: str, *columns: Column[Any]) -> rows.Row:
    """These columns of a report's row. Raises LibraryError when there is no report of this id."""
    row = connection.execute(select(*columns).where(schema.reports.c.report_id == report_id)).one_or_none()
    if row is None:
        raise LibraryError(f"资料库里没有编号为 {report_id} 的报告。The library has no report of this id.")
    return row


def whole_report(connection: Connection, report_id: str) -> Report:
    """The report, exactly as it was inserted. Raises LibraryError."""
    row = require(connection, report_id, *schema.reports.c)
    figures = figure_query().where(schema.figures.c.report == row.key).order_by(schema.figures.c.ordinal)
    return rows.report_of(
        row,
        sections=children(connection, schema.sections, row.key),
        paragraphs=children(connection, schema.paragraphs, row.key),
        tables=tables_of(connection, row.key),
        figures=[rows.figure_of(figure) for figure in connection.execute(figures)],
    )


def prose_of(connection: Connection, report_id: str) -> tuple[str, list[Section], list[Paragraph]]:
    """The report's text, its sections and its paragraphs in order. Raises LibraryError."""
    report = require(connection, report_id, schema.reports.c.key, schema.reports.c.text)
    sections = [rows.section_of(row) for row in children(connection, schema.sections, report.key)]
    found = children(connection, schema.paragraphs, report.key)
    return report.text, sections, [rows.paragraph_of(row, report.text) for row in found]


def decisions(connection: Connection) -> list[Decision]:
    """Every decision about a finding; [] in a library that was made before there were any."""
    if not inspect(connection).has_table(schema.decisions.name):
        return []
    found = connection.execute(select(schema.decisions))
    return [Decision(row.finding_id, row.verdict, row.note, row.author, row.decided_at) for row in found]


def decide(connection: Connection, decision: Decision) -> None:
    """Put a decision in the place of any earlier one on the same finding."""
    table = schema.decisions
    table.create(connection, checkfirst=True)
    connection.execute(delete(table).where(table.c.finding_id == decision.finding_id))
    connection.execute(
        insert(table).values(
            finding_id=decision.finding_id,
            verdict=decision.verdict,
            note=decision.note,
            author=decision.author,
            decided_at=decision.decided_at,
        )
    )


def children(connection: Connection, table: SQLTable, key: int) -> Sequence[rows.Row]:
    """A report's rows of one table, in order."""
    order = [column for column in table.primary_key if column.name != "report"]
    return connection.execute(select(table).where(table.c.report == key).order_by(*order)).all()


def tables_of(connection: Connection, key: int) -> list[Table]:
    """A report's tables with their cells, in order."""
    return rows.tables_of(children(connection, schema.tables, key), children(connection, schema.cells, key))


def table_of(connection: Connection, key: int, table_id: str) -> Table | None:
    """One table of a report with its cells, or None."""
    tables, cells = schema.tables, schema.cells
    found = connection.execute(select(tables).where(tables.c.report == key, tables.c.table_id == table_id)).all()
    own = [cells.c.report == key, cells.c.table_ordinal == (found[0].ordinal if found else -1)]
    listed = rows.tables_of(found, connection.execute(select(cells).where(*own).order_by(cells.c.ordinal)))
    return listed[0] if listed else None


def chunks_of(connection: Connection, report_ids: Collection[str]) -> list[Chunk]:
    """Every chunk of these reports, in order."""
    own = schema.reports.c.report_id.in_(report_ids)
    order = schema.reports.c.report_id, schema.chunks.c.ordinal
    return [rows.chunk_of(row) for row in connection.execute(chunk_query().where(own).order_by(*order))]


def chunk_ids(connection: Connection, report_ids: Collection[str], most: int) -> dict[str, str] | None:
    """The chunk ids of these reports, each with its report's; None when there are more than `most`.

    Asked for in parts: a scope may hold more reports than a statement may name, and the first part mostly is too much.
    """
    listed, many = list(report_ids), 0
    parts = [listed[start : start + _PART] for start in range(0, len(listed), _PART)]
    of = schema.reports.c.report_id.in_
    for part in parts:
        many += connection.execute(select(func.sum(schema.reports.c.n_chunks)).where(of(part))).scalar() or 0
        if many > most:
            return None
    query = select(schema.chunks.c.chunk_id, schema.reports.c.report_id).join_from(schema.chunks, schema.reports)
    return {row.chunk_id: row.report_id for part in parts for row in connection.execute(query.where(of(part)))}


def chunk_owners(connection: Connection) -> dict[str, str]:
    """Every chunk id with its report id."""
    query = select(schema.chunks.c.chunk_id, schema.reports.c.report_id).join_from(schema.chunks, schema.reports)
    return {row.chunk_id: row.report_id for row in connection.execute(query)}


def figure_query() -> Select[Any]:
    """The rows of `figures`, each with what it shares with its report."""
    shared = [schema.reports.c[name] for name in ("report_id", "title", "agency", "region", "year", "file")]
    return select(schema.figures, *shared).join_from(schema.figures, schema.reports)


def chunk_query() -> Select[Any]:
    """The rows of `chunks`, each with its report's id."""
    return select(schema.chunks, schema.reports.c.report_id).join_from(schema.chunks, schema.reports)


def _insert(connection: Connection, table: SQLTable, values: Iterable[rows.Values]) -> None:
    listed = list(values)
    if listed:
        connection.execute(insert(table), listed)
