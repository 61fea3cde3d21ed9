"""Which cells of a grid's row are the values of which columns.

Expanded spans shift columns and leave empty cells behind, so neither the column index nor the order decides
alone. Order decides when every value is stated; where cells are blank, the printed headers or the row's own
sum must agree; what neither proves is left undecided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from assistant.forms import Block, Column, Identity
from assistant.report import Cell, Table
from ingest.labels import matches, numbering
from ingest.numbers import cell_number, is_blank, is_numeric
from ingest.readings import Fault

_THOUSANDS, _GROUP = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}")

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
        # A blank that the row's own sum contradicts is a value pushed out of line.
        gaps = len(stated) < count and not adds_up(headed, block, sums, stated_only=True)
        return None if gaps and sums else headed
    ordered = _in_order(data, stated, count)
    if ordered is None or not stated:
        return ordered
    if len(stated) == count and (not columns or not sums):
        return ordered if adds_up(ordered, block, sums, stated_only=True) or not sums else None
    whole = not is_blank(ordered[0].text) and not is_blank(ordered[-1].text)
    unheaded = columns is None and len(data) == count and not is_blank(ordered[0].text)
    if unheaded and not adds_up(ordered, block, sums, stated_only=True) and sums:
        return None
    return ordered if unheaded or (whole and adds_up(ordered, block, sums)) else None


def fault_of(table: Table, data: Sequence[Cell], label: Cell, block: Block, sums: Sequence[Identity]) -> Fault:
    """What a row shows to be wrong with its grid; `data` are the cells behind its label."""
    stated = [cell for cell in data if is_numeric(cell.text)]
    blanks = any(is_blank(cell.text) for cell in data)
    fault = Fault.EXTRA if len(stated) > len(block.columns) else Fault.NONE
    if stated and len(data) < len(block.columns):
        fault |= Fault.SHORT
    if stated and blanks and len(stated) < len(block.columns) <= len(data):
        fault |= Fault.BLANK
    if stated and blanks and len(data) > len(block.columns) and not _ends_blank(data, block, sums):
        fault |= Fault.NONE if _in_line(table, data, label, block) else Fault.PADDED
        if sums and len(stated) == len(block.columns) and not adds_up(stated, block, sums):
            fault |= Fault.BLANK  # one value is twice there, and an empty cell stands in another's place
    uneven = len({cell.colspan for cell in stated}) > 1 and len(data) < len(block.columns)
    return fault | Fault.MERGED if uneven or any(cell.rowspan != label.rowspan for cell in stated) else fault


def _ends_blank(data: Sequence[Cell], block: Block, sums: Sequence[Identity]) -> bool:
    """Whether a row is whole and adds up in front of its empty cells: its grid is wider than the table."""
    first, rest = data[: len(block.columns)], data[len(block.columns) :]
    return all(is_blank(cell.text) for cell in rest) and adds_up(first, block, sums)


def _in_line(table: Table, data: Sequence[Cell], label: Cell, block: Block) -> bool:
    """Whether the printed headers say which of a row's cells are its values."""
    columns = _header_columns(table, label.row, block)
    stated = [cell for cell in data if not is_blank(cell.text)]
    return bool(columns) and _under([table.at(label.row, col) for col in columns or ()], data, stated) is not None


def _in_order(data: Sequence[Cell], stated: Sequence[Cell], count: int) -> list[Cell] | None:
    """The row's values by order alone: what is stated, all cells, or all but the empty ones at both ends."""
    places = [i for i, cell in enumerate(data) if not is_blank(cell.text)]
    trimmed = data[places[0] : places[-1] + 1] if places else ()
    return next((list(cells) for cells in (stated, data, trimmed) if len(cells) == count), None)


def adds_up(cells: Sequence[Cell], block: Block, sums: Sequence[Identity], *, stated_only: bool = False) -> bool:
    """Whether a row states its totals and they are the sums of its parts, blanks counting nothing.

    With `stated_only`, a total that is blank contradicts nothing.
    """
    numbers = {column.code: cell_number(cell.text) for column, cell in zip(block.columns, cells, strict=True)}
    for identity in sums:
        totals = [number.value for code in identity.left if (number := numbers[code]) is not None]
        parts = [number.value for code in identity.right if (number := numbers[code]) is not None]
        if stated_only and len(totals) < len(identity.left):
            continue
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
    if len(ways) != 1:
        return None
    _, chosen = ways.popitem()
    return None if _parted_at_thousands(stated, chosen) else chosen


def _parted_at_thousands(stated: Sequence[Cell], chosen: Sequence[Cell]) -> bool:
    """Whether every cell that was not chosen may be the thousands of the next one: commas that nothing quotes."""
    heads = [a for a, b in pairwise(stated) if _THOUSANDS.fullmatch(a.text) and _GROUP.fullmatch(b.text)]
    rest = [cell for cell in stated if not any(cell is one for one in chosen)]
    return all(any(cell is head for head in heads) for cell in rest)


def _header_columns(table: Table, row: int, block: Block) -> list[int] | None:
    """The columns under the nearest printed header of each column of the block; labels that a form repeats in
    several groups stand in the form's order.

    None where a header is not printed, or not once; [] where the headers and the row are not in line.
    """
    columns: list[int] = []
    ends: set[int] = set()
    above = [cell for line in range(max(0, row - FARTHEST_HEADER), row) for cell in table.row_cells(line)]
    words = [cell for cell in above if not numbering(cell.text) and not is_numeric(cell.text)]
    labels = [column.label for column in block.columns]
    for number, column in enumerate(block.columns):
        heads = [cell for cell in words if matches(cell.text, labels[number], column.variants)]
        if not heads:
            return None
        nearest = max(cell.row for cell in heads)
        alike = labels.count(labels[number])
        if alike == 1:
            columns.append(max(cell.col for cell in heads if cell.row == nearest))
        else:
            lowest = max(_foot(table, cell, row) for cell in heads)
            places = sorted({cell.col for cell in heads if _foot(table, cell, row) == lowest})
            if len(places) != alike:
                return None
            same = [one for one in block.columns if one.label == column.label]
            columns.append(_in_groups(words, same, places)[labels[:number].count(labels[number])])
        ends.add(_end(table, nearest))
    if len(set(columns)) < len(columns):
        return None
    return columns if max(ends) == _end(table, row) else []


def _in_groups(words: Sequence[Cell], columns: Sequence[Column], places: Sequence[int]) -> Sequence[int]:
    """The places of columns that share a label, as their groups' headers say; in the form's order where they do not."""
    starts: list[int] = []
    for column in columns:
        heads = [cell.col for cell in words if len(column.path) > 1 and matches(cell.text, column.path[-2])]
        starts += heads[:1] if len(set(heads)) == 1 else []
    if len(set(starts)) < len(columns):
        return places
    order = sorted(starts)
    fits = all(order[i] <= place < (*order[1:], place + 1)[i] for i, place in enumerate(places))
    return [places[order.index(start)] for start in starts] if fits else places


def _foot(table: Table, head: Cell, row: int) -> int:
    """The line below a header; formats without spans leave empty cells under one that covers several lines."""
    line = head.row + head.rowspan
    while line < row and (below := table.at(line, head.col)) is not None and is_blank(below.text):
        line += 1
    return line


def _end(table: Table, row: int) -> int:
    """The column behind a row's last cell: rows that end elsewhere than their headers have been pushed out of line."""
    last = table.row_cells(row)[-1]
    return last.col + last.colspan


def _under(cells: Sequence[Cell | None], data: Sequence[Cell], stated: Sequence[Cell]) -> list[Cell] | None:
    """The cells under the headers, when every header has its own and every stated cell is under one."""
    found = [cell for cell in cells if cell is not None and any(cell is one for one in data)]
    apart = all(a is not b for a, b in pairwise(found))
    complete = all(any(cell is one for one in found) for cell in stated)
    return found if len(found) == len(cells) and apart and complete else None
