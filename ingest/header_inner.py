"""Headers that stand inside a table: rows that head what is below them, names beside their values."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.report import Cell, Table
from ingest.cellwords import attributes, is_total, may_name
from ingest.header_marks import Headers
from ingest.kinds import Kind, kind_of, names_attribute, share

_NAMES = (Kind.LABEL, Kind.DATE)


def mark_banners(table: Table, first: int, found: Headers) -> int:
    """Mark the banners inside a grid of several sub-tables, each with the header row under it."""
    count = 0
    for row in range(first, table.n_rows - 2):
        cells = table.row_cells(row)
        if len(cells) > 1 or cells[0].colspan < table.n_cols or cells[0].row < row or not may_name(cells[0]):
            continue
        heads = [cell for cell in table.row_cells(row + 1) if kind_of(cell.text) is not Kind.BLANK]
        below = [cell.text for cell in table.row_cells(row + 2)[1:]]
        if len(heads) >= 2 and all(map(may_name, heads)) and share(below, Kind.NUMBER) > 0.5:
            for cell in (*cells, *heads):
                found.rows.discard((cell.row, cell.col))
                found.head_column(cell)
            count += 1
    return count


def mark_inner_headers(table: Table, first: int, found: Headers) -> int:
    """Mark rows, or their parts under one header, that name what stands below them inside a table."""
    wide = [cell for cell in table.cells if (cell.row, cell.col) in found.columns and 3 <= cell.colspan < table.n_cols]
    spans = [(0, table.n_cols), *((cell.col, cell.col + cell.colspan) for cell in wide)]
    count = 0
    for row in range(max(first, 1), table.n_rows - 1):
        for left, right in spans:
            cells = [cell for cell in table.row_cells(row) if left <= cell.col < right]
            if _heads_below(table, row, cells, found):
                for cell in cells:
                    if kind_of(cell.text) is not Kind.BLANK:
                        total = is_total(cell) and right < table.n_cols
                        (found.head_row if total else found.head_column)(cell)
                count += 1
                break
    return count


def _heads_below(table: Table, row: int, cells: Sequence[Cell], found: Headers) -> bool:
    """Whether these cells of a row are names, and what stands under them are not."""
    own = [cell for cell in cells if cell.row == row and (row, cell.col) not in found.columns]
    stated = [cell for cell in own if kind_of(cell.text) is not Kind.BLANK]
    if len(stated) < 3 or len(stated) < len(cells) - 1 or not all(may_name(cell) for cell in stated):
        return False
    under = [table.at(row + cell.rowspan, cell.col) for cell in stated]
    below = [cell for cell in under if cell is not None]
    named = sum(kind_of(cell.text) is Kind.LABEL and names_attribute(cell.text) for cell in below)
    return attributes([cell.text for cell in stated]) >= 0.75 and bool(below) and named <= 0.6 * len(below)


def mark_names_beside(table: Table, first: int, found: Headers) -> int:
    """Mark columns of names further right: a table beside itself, or pairs under one header."""
    count = 0
    for col in range(max(found.stub_cols, 1), table.n_cols - 1):
        own = [cell for cell in table.cells if cell.col == col and cell.row >= first]
        own = [
            cell for cell in own if kind_of(cell.text) is not Kind.BLANK and (cell.row, cell.col) not in found.columns
        ]
        names = [cell for cell in own if kind_of(cell.text) in _NAMES]
        head = table.at(first - 1, col) if first else None
        if len(names) < 2 or len(names) < 0.7 * len(own) or head is None:
            continue
        right = [table.at(cell.row, cell.col + cell.colspan) for cell in names]
        values = [cell.text for cell in right if cell is not None]
        shared = head.colspan > 1 and head.col + head.colspan > col + 1
        again = head.col > 0 and any(
            head.text == c.text and c.col < found.stub_cols for c in table.row_cells(first - 1)
        )
        named = attributes([c.text for c in names]) >= 0.4
        pairs = shared and (named or len(names) >= 0.8 * len(own)) and _mixed(values, named)
        if not again and not pairs and not (_counted(table, col - 1, first) and share(values, Kind.NUMBER) > 0.5):
            continue
        for cell in names:
            found.head_row(cell)
        count += 1
    return count


def _counted(table: Table, col: int, first: int) -> bool:
    """Whether a column states numbers."""
    return (
        share([c.text for c in table.cells if c.col <= col < c.col + c.colspan and c.row >= first], Kind.NUMBER) > 0.5
    )


def _mixed(values: Sequence[str], named: bool) -> bool:
    """Whether values are no mere words: then the words on their left name them."""
    return share(values, Kind.LABEL) <= (0.8 if named else 0.5)
