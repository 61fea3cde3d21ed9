"""Which cells of a table are headers, and of what: found by what cells hold and by the table's shape.

Four layouts: "top" (headers on top), "left" (each row is led by its header), "hierarchical" (headers of several
levels, or on top and on the left), "irregular" (headers in several places: pairs side by side, tables in tables).
"""

from __future__ import annotations

import re

from assistant.report import Layout, Table
from ingest.cellwords import attributes, is_total, measures, texts_of
from ingest.header_inner import mark_banners, mark_inner_headers, mark_names_beside
from ingest.header_marks import Headers
from ingest.header_pairs import is_keyed, mark_keys
from ingest.header_shape import header_end, stub_width
from ingest.kinds import Kind, kind_of, share

_NAMES = (Kind.LABEL, Kind.DATE)
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|其中[:：]|\d[.、．](?!\d)|[-—])"
)


def find_headers(table: Table) -> Headers:
    """The headers of a table whose own header_rows and stub_cols are not known yet."""
    found = Headers()
    if not table.cells:
        return found
    first = _banners(table, found)
    if first >= table.n_rows:
        return found
    if is_keyed(table, first):
        mark_keys(table, first, found)
    else:
        _headed(table, first, found)
    return found


def _banners(table: Table, found: Headers) -> int:
    """Mark the leading rows that one cell fills, and give the first row below them."""
    for row in range(table.n_rows):
        cells = table.row_cells(row)
        wide = len(cells) == 1 and cells[0].colspan == table.n_cols > 1
        if not wide or kind_of(cells[0].text) not in _NAMES or row + 1 == table.n_rows:
            return row
        found.head_column(cells[0])
    return table.n_rows


def _headed(table: Table, first: int, found: Headers) -> None:
    depth = header_end(table, first)
    for cell in table.cells:
        if first <= cell.row < depth and kind_of(cell.text) is not Kind.BLANK:
            found.head_column(cell)
    found.header_rows = depth
    found.stub_cols = stub_width(table, depth)
    for cell in table.cells:
        if cell.row >= depth and cell.col < found.stub_cols and kind_of(cell.text) is not Kind.BLANK:
            found.head_row(cell)
    groups = mark_banners(table, depth, found)
    groups += mark_inner_headers(table, depth, found)
    beside = mark_names_beside(table, depth, found)
    if beside or groups:
        found.layout = "irregular"
    elif depth - first > 1 or found.stub_cols > 1:
        found.layout = "hierarchical"
    else:
        found.layout = _flat_layout(table, first, depth)


def _flat_layout(table: Table, first: int, depth: int) -> Layout:
    """One row of headers, one column of names: which of the two names attributes?"""
    left = texts_of(table, 0, depth)
    top = [cell.text for cell in table.row_cells(first)[1:]]
    if depth == first:
        return "left"
    corner = kind_of(table.row_cells(first)[0].text) is Kind.BLANK
    if any(map(_numbered, left)) or (corner and min(measures(left), measures(top)) >= 0.5):
        return "hierarchical"
    if any(is_total(cell) for cell in table.cells if cell.col == 0 and cell.row >= depth):
        return "top"
    total = any(map(is_total, table.row_cells(first)[1:]))
    flat = table.n_cols >= 3 * len(left) and max(measures(top), attributes(top) - 0.2) <= 0.5
    more = measures(left) - measures(top)
    alike = table.n_cols == 2 and len(left) > 2 and _purity(table, depth) > 0.9
    if flat or (total and more >= 0) or (more > 0.2 and not alike) or (more > 0 and attributes(left) > attributes(top)):
        return "left"
    return "top"


def _purity(table: Table, depth: int) -> float:
    """How far the cells of the second column are of one kind."""
    texts = texts_of(table, 1, depth)
    return max(share(texts, kind) for kind in Kind)


def _numbered(text: str) -> bool:
    """Whether a row's name is numbered or a part of the one above."""
    return _NUMBERED.match(text) is not None
