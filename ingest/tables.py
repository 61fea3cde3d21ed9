"""A placed grid becomes a table of the report: its headers found, and the cells that state numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.report import Cell, FigureStatus, Heads, Path, Table
from ingest.header_marks import Headers
from ingest.headers import find_headers
from ingest.hierarchy import levels
from ingest.numbers import CellNumber, cell_number
from ingest.structure import PlacedGrid

_NAME = re.compile(r"^(?:19|20)\d{2}(?:年度?)?$")
_COUNTED = re.compile(
    r"(?:人|户|件|个|次|台|辆|批|项|套|份)数|数量|人员编制|面积|比例|比重|占比|[率%％]|[（(](?:人|件|个|次|户|辆|台|平方米)[）)]"
)
_NAMING = re.compile(r"类|款|项|目|序号|编号|行次|栏次|.*(?:编码|代码)")


def to_table(grid: PlacedGrid, table_id: str) -> Table:
    """A placed grid as a table of the report, its headers found."""
    bare = Table(
        table_id=table_id,
        caption=grid.caption,
        unit=grid.unit,
        section=grid.section,
        page=grid.page,
        n_rows=grid.block.n_rows,
        n_cols=grid.block.n_cols,
        cells=grid.cells,
        header_rows=0,
        stub_cols=0,
        start=grid.start,
        end=grid.end,
    )
    return with_headers(bare)


def with_headers(bare: Table) -> Table:
    """The table with its layout, and with what each cell is the header of."""
    found = find_headers(bare)
    deep = levels([cell for cell in bare.cells if (cell.row, cell.col) in found.rows], bare)
    return replace(
        bare,
        cells=tuple(_headed(cell, found, deep.get((cell.row, cell.col), 0)) for cell in bare.cells),
        header_rows=found.header_rows,
        stub_cols=found.stub_cols,
        layout=found.layout,
    )


def _headed(cell: Cell, found: Headers, level: int) -> Cell:
    place = (cell.row, cell.col)
    heads: Heads = "column" if place in found.columns else "row" if place in found.rows else ""
    return replace(cell, heads=heads, level=level) if heads else cell


def unit_under(unit: str | None, headers: Path) -> str | None:
    """The unit of a table's numbers under these headers: money is no unit of what its header counts or compares."""
    counted = any(_COUNTED.search(header) for header in headers)
    return None if unit is not None and unit.endswith("元") and counted else unit


def stated_number(cell: Cell | None) -> CellNumber | None:
    """The number a cell states as a value; None for blanks, words, years and codes with leading zeros."""
    if cell is None or _NAME.match(cell.text.strip()):
        return None
    return cell_number(cell.text)


def names(table: Table, row: int, col: int) -> bool:
    """Whether the header over a cell says that its numbers are names: codes, ordinals, line numbers."""
    head = table.column_path(row, col)
    return bool(head) and _NAMING.fullmatch("".join(head[-1].split())) is not None


def path_of(table: Table, cell: Cell) -> tuple[Path, Path]:
    """The row's and the column's header paths of a cell."""
    return table.row_path(cell.row, cell.col), table.column_path(cell.row, cell.col)


def numbers_in(table: Table) -> Iterator[tuple[Cell, CellNumber, FigureStatus]]:
    """The cells of a table's body that state a number."""
    for cell in table.cells:
        number = None if cell.heads else stated_number(cell)
        if number is not None and not names(table, cell.row, cell.col):
            yield cell, number, FigureStatus.REPORTED
