"""Any table's headers by content: which rows on top and which columns on the left name the numbers.

A header row states no number of its own; a stub column neither. Years and ordinals are names, not numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.report import Cell, FigureStatus, Path, Table
from ingest.numbers import CellNumber, cell_number, is_blank
from ingest.structure import PlacedGrid

_NAME = re.compile(r"^(?:19|20)\d{2}(?:年度?)?$")
_NAMING = re.compile(r"类|款|项|目|序号|编号|行次|栏次|.*(?:编码|代码)")
_MOST_HEADER_ROWS = 6


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
    header_rows = _header_rows(bare)
    fields = {name: getattr(bare, name) for name in bare.__dataclass_fields__}
    return Table(**{**fields, "header_rows": header_rows, "stub_cols": _stub_cols(bare, header_rows)})


def stated_number(cell: Cell | None) -> CellNumber | None:
    """The number a cell states as a value; None for blanks, words, years and codes with leading zeros."""
    if cell is None or _NAME.match(cell.text.strip()):
        return None
    return cell_number(cell.text)


def _header_rows(table: Table) -> int:
    for row in range(min(table.n_rows, _MOST_HEADER_ROWS)):
        if any(stated_number(cell) for cell in table.row_cells(row)):
            return row
    return min(1, table.n_rows)


def _stub_cols(table: Table, header_rows: int) -> int:
    for col in range(table.n_cols):
        if names(table, col, header_rows):
            continue
        column = [table.at(row, col) for row in range(header_rows, table.n_rows)]
        stated = sum(stated_number(cell) is not None for cell in column)
        words = sum(cell is not None and not is_blank(cell.text) for cell in column) - stated
        if stated > words:
            return col
    return min(1, table.n_cols)


def names(table: Table, col: int, header_rows: int) -> bool:
    """Whether a column's header says that its numbers are names: codes, ordinals, line numbers."""
    head = table.at(header_rows - 1, col) if header_rows else None
    return head is not None and _NAMING.fullmatch("".join(head.text.split())) is not None


def row_path(table: Table, row: int, col: int | None = None) -> Path:
    """The texts that lead to a row, without repetition.

    Where a table stands beside itself (item, number, item, number), the words nearest on the left of `col` lead to
    that cell, and not the stub of the first half.
    """
    stub = _path(table.at(row, c) for c in range(table.stub_cols))
    for c in range((col or 0) - 1, table.stub_cols - 1, -1):
        cell = table.at(row, c)
        if cell is not None and not is_blank(cell.text) and stated_number(cell) is None:
            return (cell.text.strip(),)
    return stub


def col_path(table: Table, col: int) -> Path:
    """The texts of the header that lead to a column, without repetition."""
    return _path(table.at(row, col) for row in range(table.header_rows))


def _path(cells: Iterator[Cell | None]) -> Path:
    texts = [cell.text.strip() for cell in cells if cell is not None]
    return tuple(dict.fromkeys(text for text in texts if text))


def numbers_in(table: Table) -> Iterator[tuple[Cell, CellNumber, FigureStatus]]:
    """The cells of a table's body that state a number."""
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.col >= table.stub_cols:
            number = stated_number(cell)
            if number is not None and not names(table, cell.col, table.header_rows):
                yield cell, number, FigureStatus.REPORTED
