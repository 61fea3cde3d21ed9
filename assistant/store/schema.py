"""The library's tables in SQL.

A report's children hang on an integer key of our own, so that replacing a report is: delete one row, insert anew.
Decimals are stored as decimal strings, days as ISO 8601, lists (header paths, boxes, contacts, warnings) as JSON
text: nothing is ever a float.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text

VERSION = 4
"""The version of this schema; a library of a newer one is refused."""

metadata = MetaData()


def _table(name: str, *columns: Column[int] | Column[str], rowid: bool = False) -> Table:
    """A table of rows that belong to one report, in their order, and that go when it goes."""
    return Table(
        name,
        metadata,
        Column("report", ForeignKey("reports.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        *columns,
        sqlite_with_rowid=rowid,
    )


def _ordinal(name: str = "ordinal") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value"))
"""`schema` (the version), `generation`, and `embedder` with `fingerprint` once vectors were written."""

reports = Table(
    "reports",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("report_id", Text, nullable=False, unique=True),
    _text("title"),
    _text("agency", null=True),
    _text("region", null=True),
    _number("year", null=True),
    _text("form", null=True),
    _text("file"),
    _text("sha256"),
    _number("pages", null=True),
    _text("parent", null=True),
    _text("period_from", null=True),
    _text("period_to", null=True),
    _text("published", null=True),
    _text("contacts"),
    _text("warnings"),
    _text("ingested_at"),
    _text("origin", null=True),
    _number("n_tables"),
    _number("n_figures"),
    _number("n_chunks"),
    _text("text"),  # last: a listing need not read past it
    Index("reports_by_agency", "agency", "year"),
    Index("reports_by_year", "year"),
    Index("reports_by_sha256", "sha256"),
)

sections = _table(
    "sections",
    _ordinal(),
    _text("path"),
    _number("start_at"),
    _number("end_at"),
    _number("page", null=True),
)

paragraphs = _table(
    "paragraphs",
    _ordinal(),
    _number("start_at"),
    _number("end_at"),
    _text("section"),
    _number("page", null=True),
    _text("box", null=True),
)

tables = _table(
    "tables",
    _ordinal(),
    _text("table_id"),
    _text("caption"),
    _text("unit", null=True),
    _text("section"),
    _number("page", null=True),
    _number("n_rows"),
    _number("n_cols"),
    _number("header_rows"),
    _number("stub_cols"),
    _number("start_at"),
    _number("end_at"),
    _text("kind", null=True),
    _number("reconstructed"),
    _text("layout"),
)

cells = _table(
    "cells",
    _ordinal("table_ordinal"),
    _ordinal(),
    _number("row"),
    _number("col"),
    _text("text"),
    _number("start_at"),
    _number("end_at"),
    _number("rowspan"),
    _number("colspan"),
    _number("page", null=True),
    _text("box", null=True),
    _text("heads"),
    _number("level"),
)

figures = _table(
    "figures",
    _ordinal(),
    _text("figure_id"),
    _text("form", null=True),
    _text("table_name"),
    _text("row_path"),
    _text("col_path"),
    _text("measure", null=True),
    _text("raw"),
    _text("value", null=True),
    _text("unit", null=True),
    _text("status"),
    _text("basis", null=True),
    _text("scope"),
    _text("period", null=True),
    _text("section"),
    _number("page", null=True),
    _text("table_id", null=True),
    _number("cell_row", null=True),
    _number("cell_col", null=True),
    _text("source_row"),
    _text("source_col"),
    _text("box", null=True),
    _number("start_at"),
    _number("end_at"),
    _text("quote"),
    rowid=True,  # wide rows; and SQLite would scan a report's rows sooner than use the index below
)
Index("figures_by_measure", figures.c.measure, figures.c.report)

decisions = Table(
    "decisions",
    metadata,
    Column("finding_id", Text, primary_key=True),
    _text("verdict"),
    _text("note"),
    _text("author"),
    _text("decided_at"),
)
"""What staff decided about findings. It hangs on no report: reading the same file again must not lose it."""

chunks = Table(
    "chunks",
    metadata,
    Column("chunk_id", Text, primary_key=True),
    Column("report", ForeignKey("reports.key", ondelete="CASCADE"), nullable=False),
    _number("ordinal"),
    _text("text"),
    _text("section"),
    _number("start_at"),
    _number("end_at"),
    _number("page", null=True),
    _text("table_id", null=True),
    _number("first_row", null=True),
    _number("last_row", null=True),
    Index("chunks_by_report", "report", "ordinal"),
)
