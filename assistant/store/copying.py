"""All that a library says, carried into another database or boiled down to one hash."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, insert, select, text

from assistant.store import schema, statements

_ROWS = 5_000
_OWN = {"key", "report", "ingested_at", "origin"}
"""What a report has from its library, not from its file."""
_CHILDREN = [table for table in schema.metadata.sorted_tables if "report" in table.c]


def digest(connection: Connection) -> str:
    """The SHA-256 of every report with all its parts, in the order of their ids: free of when and whence they came."""
    whole = hashlib.sha256()
    listed = connection.execute(select(schema.reports.c.key).order_by(schema.reports.c.report_id))
    for key in list(listed.scalars()):
        for table in (schema.reports, *_CHILDREN):
            owner = table.c.key if table is schema.reports else table.c.report
            columns = [column for column in table.c if column.name not in _OWN]
            found = connection.execute(select(*columns).where(owner == key).order_by(*_order(table)))
            for row in found:
                whole.update(repr(tuple(row)).encode())
    return whole.hexdigest()


def copy_reports(source: Connection, target: Connection) -> None:
    """Put the reports of `source` in place of those of `target`, and its decisions over those of `target`."""
    target.execute(delete(schema.reports))
    for table in (schema.reports, *_CHILDREN):
        rows = source.execution_options(yield_per=_ROWS).execute(select(table)).mappings()
        while batch := [dict(row) for row in islice(rows, _ROWS)]:
            target.execute(insert(table), batch)
    for decision in statements.decisions(source):
        statements.decide(target, decision)
    if target.dialect.name == "postgresql":  # the rows brought their keys along: the next key comes after them
        last = target.scalar(select(func.max(schema.reports.c.key)))
        target.execute(text("SELECT setval(pg_get_serial_sequence('reports', 'key'), :last)"), {"last": last or 1})


def _order(table: Table) -> list[Column[Any]]:
    if table is schema.chunks:
        return [table.c.ordinal]
    return [column for column in table.primary_key if column.name not in _OWN]
