"""Tables of pairs: each row, or each half of one, is led by its own header."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.report import Cell, Table
from ingest.cellwords import attributes, counts, may_name, texts_of
from ingest.header_inner import mark_inner_headers
from ingest.header_marks import Headers
from ingest.kinds import Kind, kind_of, names_attribute, share

_NAMES = (Kind.LABEL, Kind.DATE)


def is_keyed(table: Table, first: int) -> bool:
    """Whether rows are led by their headers and the first row is no row of headers."""
    cells = table.row_cells(first)
    rest = [cell for cell in cells[1:] if kind_of(cell.text) is not Kind.BLANK]
    left = texts_of(table, 0, first)
    if table.n_cols == 1 or not rest:
        return False
    if share(left, *_NAMES) < 0.75:
        return False
    stated = [kind_of(cell.text) for cell in rest]
    days = [cell for cell in rest if not may_name(cell) and kind_of(cell.text) is Kind.DATE]
    if any(kind in (Kind.CHOICE, Kind.TEXT, Kind.VALUE) for kind in stated) or (days and len(days) < max(len(rest), 2)):
        return True
    if Kind.NUMBER in stated:
        return not counts([cell.text for cell in cells]) or attributes(left) > 0.5
    top = attributes([cell.text for cell in rest])
    below = [cell for cell in table.cells if cell.row > first and cell.col > 0]
    if cells[0].rowspan > 1 or any(cell.colspan > 1 for cell in rest):
        return top < 0.3 and attributes(left) > 0.7
    if _alternates(table, first):
        return True
    numbers = share([cell.text for cell in below], Kind.NUMBER)
    if numbers > 0.6 or (numbers > 0.3 and table.n_cols > 2):
        return False
    if table.n_cols > 2:
        return top < 0.5 < attributes(left) and not _homogeneous(table, first)
    return (top < 0.5 or not names_attribute(rest[0].text)) and attributes(left) >= 0.5


def _alternates(table: Table, first: int) -> bool:
    """Whether names and what they name stand side by side in pairs: column by column, name, value, name, value."""
    if table.n_cols < 4 or table.n_cols % 2:
        return False
    shares = [attributes(texts_of(table, col, first)) for col in range(table.n_cols)]
    return min(shares[::2]) >= 0.5 and max(shares[1::2]) < 0.4


def _homogeneous(table: Table, first: int) -> bool:
    """Whether the cells of each column behind the first are of one kind, more than those of each row are."""

    def purity(groups: Iterator[list[str]]) -> float:
        tops = [max((share(group, kind) for kind in Kind), default=0.0) for group in groups if group]
        return sum(tops) / len(tops) if tops else 0.0

    cols = (texts_of(table, col, first + 1) for col in range(1, table.n_cols))
    rows = ([c.text for c in table.row_cells(row)[1:]] for row in range(first + 1, table.n_rows))
    return purity(cols) >= purity(rows)


def mark_keys(table: Table, first: int, found: Headers) -> None:
    """A table of pairs: the columns that name, and names elsewhere that lead a value."""
    keys = [col for col in range(table.n_cols) if _is_key_column(table, col, first)]
    found.stub_cols = 1
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        if cell.row < first or kind_of(cell.text) not in _NAMES:
            continue
        if cell.col == 0 or (_leads(table, cell, cell.col in keys) and _after_value(table, cell, found)):
            found.head_row(cell)
    second = [cell for cell in table.cells if (cell.row, cell.col) in found.rows and cell.col > 0]
    inner = mark_inner_headers(table, first, found)
    spans = {cell.colspan for cell in table.cells if cell.col == 1}
    uneven = len(spans) > 1 or any(c.rowspan > 1 for c in table.cells if c.col == 0)
    found.layout = "irregular" if second or inner or uneven else "left"


def _is_key_column(table: Table, col: int, first: int) -> bool:
    own = [c for c in table.cells if c.col == col and c.row >= first and kind_of(c.text) is not Kind.BLANK]
    names = [cell for cell in own if kind_of(cell.text) in _NAMES]
    if not own or len(names) < 0.5 * len(own):
        return False
    right = [table.at(cell.row, cell.col + cell.colspan) for cell in names]
    values = [cell.text for cell in right if cell is not None]
    named = attributes([cell.text for cell in names])
    return len(values) == len(names) and (named >= 0.5 or (named >= 0.3 and share(values, Kind.LABEL) < 0.7))


def _leads(table: Table, cell: Cell, named: bool) -> bool:
    """Whether something stands to the right of a cell that it can name."""
    right = table.at(cell.row, cell.col + cell.colspan)
    return right is not None and (named or (names_attribute(cell.text) and len(table.row_cells(cell.row)) > 3))


def _after_value(table: Table, cell: Cell, found: Headers) -> bool:
    """Whether the cell on the left is a value, or names a group of which this is one part."""
    left = table.at(cell.row, cell.col - 1)
    if left is None or (left.row, left.col) not in found.rows:
        return True
    return left.rowspan > cell.rowspan
