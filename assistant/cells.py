"""The cells of tables without a form that answer a question: the tables are found first, then each is read.

A table is found by the words of its rows, its headers, its caption and the report that holds it. The cells are chosen
by `tables.reading`, whose trust in them decides, together with what the question says and nothing explains, whether
they are an answer, one of several, or none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.catalog import Catalog
from assistant.library import Library, ReportInfo
from assistant.report import Cell, Path, Source, Table

if TYPE_CHECKING:
    from assistant.tables.reading import Reading

POOL = 60
"""Chunks that are looked at to find tables."""
MOST_TABLES = 8
"""Tables that are read for one question."""
TRUSTED, TRUSTED_WHEN_NAMED = 0.5, 0.3
"""The least trust with which cells are given as an answer; and when the question holds their rows' labels whole and
little else."""
UNEXPLAINED, UNEXPLAINED_IN_ONE = 0.4, 0.7
"""The most of a question's content that may stay unexplained, among many tables and in the only one: what the question
calls the whole table need not stand in it."""
_CLOSE = 0.15
"""A second reading that comes this near to the best one makes the question ambiguous."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table's best cells for a question."""

    info: ReportInfo
    table: Table
    reading: Reading

    @property
    def score(self) -> float:
        """What readings of different tables are compared by."""
        return self.reading.trust * (1 - self.reading.left_over)


def tables_for(
    library: Library, catalog: Catalog, question: str, report_ids: Collection[str] | None
) -> list[tuple[ReportInfo, Table]]:
    """The tables without a form whose rows fit the question's words best, best first; at most MOST_TABLES."""
    chunks = library.chunks([hit.chunk_id for hit in library.words.search(question, POOL, report_ids)])
    places = dict.fromkeys((one.report_id, one.table_id) for one in chunks.values() if one.table_id is not None)
    found: list[tuple[ReportInfo, Table]] = []
    for report_id, table_id in places:
        table = library.table(report_id, table_id)
        if table.kind is None:
            found.append((catalog.info(report_id), table))
        if len(found) == MOST_TABLES:
            break
    return found


def find(library: Library, catalog: Catalog, question: str, report_ids: Collection[str] | None) -> list[Found]:
    """The best cells of each table that may answer, best first."""
    from assistant.tables.reading import read  # numpy and the model: a figure of a form is found without them

    found = []
    tables = tables_for(library, catalog, question, report_ids)
    most = UNEXPLAINED_IN_ONE if len(tables) == 1 else UNEXPLAINED
    for info, table in tables:
        reading = read(table, question, _context(info, table))
        if reading is not None and _trusted(reading, most):
            found.append(Found(info, table, reading))
    return sorted(found, key=lambda one: -one.score)


def _trusted(reading: Reading, most: float) -> bool:
    if reading.named and reading.left_over <= UNEXPLAINED:
        return reading.trust >= TRUSTED_WHEN_NAMED
    return reading.trust >= TRUSTED and reading.left_over <= most


def leaders(found: Sequence[Found]) -> list[Found]:
    """The best reading, and every other one that comes near and says something else."""
    if not found:
        return []
    best = found[0]
    return [best, *(one for one in found[1:] if one.score > best.score - _CLOSE and _said(one) != _said(best))]


def said_of(found: Found) -> str:
    """Everything that the table and what stands around it say."""
    return _context(found.info, found.table) + "".join(cell.text for cell in found.table.cells)


def _said(found: Found) -> list[str]:
    return [cell.text.strip() for cell in found.reading.cells]


def _context(info: ReportInfo, table: Table) -> str:
    year = f"{info.year}年" if info.year else ""
    return " ".join((info.title, info.agency or "", year, *table.section, table.caption, table.unit or ""))


def source_of(info: ReportInfo, table: Table, cell: Cell, row: Path, col: Path) -> Source:
    """The cell as the place that proves what it says."""
    return Source(
        report_id=info.report_id,
        file=info.file,
        title=info.title,
        agency=info.agency,
        year=info.year,
        section=table.section,
        page=cell.page or table.page,
        table_id=table.table_id,
        cell=(cell.row, cell.col),
        row=row,
        col=col,
        bbox=cell.box,
        start=cell.start,
        end=cell.end,
        quote=cell.text,
    )
