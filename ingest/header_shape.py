"""How far a table's header reaches down, and how many columns on the left name its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.report import Cell, Table
from ingest.cellwords import attributes, counts, may_name, stated_kinds
from ingest.kinds import Kind, kind_of, share

_MOST_HEADER_ROWS = 8
_NAMES = (Kind.LABEL, Kind.DATE)
_ORDINAL = re.compile(r"序号|编号|排名|名次|编码|科目编码|代码|行次|栏次|类|款|项|.*(?:编码|代码)")


def header_end(table: Table, first: int) -> int:
    """The row behind the header: as far as spans reach down and split up, and rows that only name go on."""
    if not _may_head(table, first):
        return first
    end = ahead = first + 1
    while ahead < min(table.n_rows, first + _MOST_HEADER_ROWS):
        above = [cell for cell in table.row_cells(ahead - 1) if cell.row >= first]
        here = [cell for cell in table.row_cells(ahead) if cell.row == ahead]
        split = [c for c in table.cells if c.colspan > 1 and first <= c.row < ahead == c.row + c.rowspan]
        split += [c for c in table.cells if c.colspan > 1 and first <= c.row < end == c.row + c.rowspan < ahead]
        if counts([cell.text for cell in table.row_cells(ahead)]) or _divides(table, here, above, split):
            end = ahead + 1
        elif not _is_gap(here, above):
            break
        ahead += 1
    return end


def _is_gap(here: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a row of the header holds nothing beside what reaches into it from above."""
    reaching = any(here and cell.row + cell.rowspan > here[0].row for cell in above)
    return reaching and not stated_kinds(here)


def _divides(table: Table, here: Sequence[Cell], heads: Sequence[Cell], split: Sequence[Cell]) -> bool:
    """Whether a row's cells are the parts of headers above them, or stand beside headers that reach further down."""
    stated = [cell for cell in here if kind_of(cell.text) is not Kind.BLANK]
    if not stated or not all(may_name(cell) for cell in stated):
        return False
    over = [_over(table, cell) for cell in stated]
    if any(
        above is None or (above not in split and above.text != cell.text)
        for above, cell in zip(over, stated, strict=True)
    ):
        return False
    parts = [cell for above, cell in zip(over, stated, strict=True) if above in split]
    reaching = any(cell.row + cell.rowspan > here[0].row for cell in heads)
    if reaching or len(here) == table.n_cols:
        return len(parts) >= len(split) > 0
    return len(parts) > len(split) and attributes([cell.text for cell in parts]) >= 0.5


def _over(table: Table, cell: Cell) -> Cell | None:
    """The nearest cell with words over a cell."""
    above = (table.at(row, cell.col) for row in range(cell.row - 1, -1, -1))
    return next((one for one in above if one is not None and kind_of(one.text) is not Kind.BLANK), None)


def _may_head(table: Table, row: int) -> bool:
    cells = [cell for cell in table.row_cells(row) if kind_of(cell.text) is not Kind.BLANK]
    return bool(cells) and all(kind in _NAMES for kind in stated_kinds(cells))


def stub_width(table: Table, depth: int) -> int:
    """How many columns on the left name the rows."""
    for col in range(table.n_cols):
        head = table.at(depth - 1, col) if depth else None
        if head is not None and _ORDINAL.fullmatch("".join(head.text.split())):
            continue
        column = [cell.text for cell in table.cells if cell.row >= depth and cell.col <= col < cell.col + cell.colspan]
        if share(column, Kind.NUMBER) > 0.5 and not col:
            return 0
        if share(column, *_NAMES) <= 0.5 and any(kind_of(text) is not Kind.BLANK for text in column):
            return max(1, col)
        if col and not _goes_deeper(table, depth, col):
            return col
    return 1


def _goes_deeper(table: Table, depth: int, col: int) -> bool:
    """Whether a column of words divides the rows of the one before it, which spans or repeats, or follows a number."""
    before = [cell for cell in table.cells if cell.row >= depth and cell.col <= col - 1 < cell.col + cell.colspan]
    here = [cell for cell in table.cells if cell.row >= depth and cell.col == col]
    head = table.at(depth - 1, col - 1) if depth else None
    if head is not None and _ORDINAL.fullmatch("".join(head.text.split())):
        return True
    repeated = len({cell.text for cell in before}) < len(before) and (head is None or not _ORDINAL.fullmatch(head.text))
    own = table.at(depth - 1, col) if depth else None
    divided = any(cell.rowspan > 1 for cell in before) and len(here) > len(before)
    return divided or (repeated and (own is None or kind_of(own.text) is Kind.BLANK or own is head))
