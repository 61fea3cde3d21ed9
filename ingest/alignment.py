"""Which cells of a grid's row are the values of which columns.

Expanded spans shift columns and leave empty cells behind, so neither the column index nor the order decides
alone. Order decides when every value is stated; where cells are blank, the printed headers or the row's own
sum must agree; what neither proves is left undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from assistant.forms import Block, Identity
from assistant.report import Cell, Table
from ingest.labels import matches, numbering
from ingest.numbers import cell_number, is_blank, is_numeric

MOST_EXTRA = 3
"""So many cells more than columns may stand in a row, repeated by an expanded span."""

FARTHEST_HEADER = 40
"""A row's header is searched for in so many rows above it."""


def values_of_row(
    table: Table, row: int, data: Sequence[Cell], block: Block, sums: Sequence[Identity]
) -> list[Cell] | None:
    """The cells that hold a row's values, one for each column of the block; None when that is not certain.

    `data` are the cells behind the label of the grid's row `row`, `sums` the identities that prove a row of
    this form's table.
    """
    count = len(block.columns)
    stated = [cell for cell in data if not is_blank(cell.text)]
    if len(stated) > count:
        return _only_sum(stated, block, sums)
    columns = _header_columns(table, row, block)
    headed = _under([table.at(row, col) for col in columns], data, stated) if columns else None
    if headed is not None:
        return headed
    ordered = _in_order(data, stated, count)
    if ordered is None or not stated:
        return ordered
    if len(stated) == count and (columns is None or not sums):
        return ordered
    whole = not is_blank(ordered[0].text) and not is_blank(ordered[-1].text)
    unheaded = columns is None and len(data) == count and not is_blank(ordered[0].text)
    return ordered if unheaded or (whole and adds_up(ordered, block, sums)) else None


def _in_order(data: Sequence[Cell], stated: Sequence[Cell], count: int) -> list[Cell] | None:
    """The row's values by order alone: what is stated, all cells, or all but the empty ones at both ends."""
    places = [i for i, cell in enumerate(data) if not is_blank(cell.text)]
    trimmed = data[places[0] : places[-1] + 1] if places else ()
    return next((list(cells) for cells in (stated, data, trimmed) if len(cells) == count), None)


def adds_up(cells: Sequence[Cell], block: Block, sums: Sequence[Identity]) -> bool:
    """Whether a row states its totals and they are the sums of its parts, blanks counting nothing."""
    numbers = {column.code: cell_number(cell.text) for column, cell in zip(block.columns, cells, strict=True)}
    for identity in sums:
        totals = [number.value for code in identity.left if (number := numbers[code]) is not None]
        parts = [number.value for code in identity.right if (number := numbers[code]) is not None]
        if len(totals) < len(identity.left) or sum(totals, Decimal()) != sum(parts, Decimal()):
            return False
    return bool(sums)


def _only_sum(stated: Sequence[Cell], block: Block, sums: Sequence[Identity]) -> list[Cell] | None:
    """The one choice among too many numbers that adds up; None when there are several, or none."""
    count = len(block.columns)
    if len(stated) > count + MOST_EXTRA or not all(is_numeric(cell.text) for cell in stated):
        return None
    ways = {
        tuple(cell.text for cell in choice): list(choice)
        for choice in combinations(stated, count)
        if adds_up(choice, block, sums)
    }
    return ways.popitem()[1] if len(ways) == 1 else None


def _header_columns(table: Table, row: int, block: Block) -> list[int] | None:
    """The columns under the nearest printed header of each column of the block; None when they tell no order."""
    columns: list[int] = []
    above = [cell for line in range(max(0, row - FARTHEST_HEADER), row) for cell in table.row_cells(line)]
    words = [cell for cell in above if not numbering(cell.text) and not is_numeric(cell.text)]
    for column in block.columns:
        heads = [cell for cell in words if matches(cell.text, column.label, column.variants)]
        if not heads:
            return None
        nearest = max(cell.row for cell in heads)
        columns.append(max(cell.col for cell in heads if cell.row == nearest))
    return columns if all(a < b for a, b in pairwise(columns)) else None


def _under(cells: Sequence[Cell | None], data: Sequence[Cell], stated: Sequence[Cell]) -> list[Cell] | None:
    """The cells under the headers, when every header has its own and every stated cell is under one."""
    found = [cell for cell in cells if cell is not None and any(cell is one for one in data)]
    apart = all(a is not b for a, b in pairwise(found))
    complete = all(any(cell is one for one in found) for cell in stated)
    return found if len(found) == len(cells) and apart and complete else None
