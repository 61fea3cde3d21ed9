"""Building a GridBlock: spans resolved once, clipped to the grid and to the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import ReadingError
from ingest.blocks import GridBlock, GridCell
from ingest.limits import LIMITS


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell as a flowing format writes it: it takes the next free place of its row."""

    text: str
    rowspan: int = 1
    colspan: int = 1


def flow(rows: Sequence[Sequence[Slot]], caption: str = "") -> GridBlock:
    """Places cells row by row, as HTML does: each takes the first place no earlier span covers.

    Raises ReadingError("too_large") for more rows than a grid may have; spans are clipped instead.
    """
    check_rows(len(rows))
    cells: list[GridCell] = []
    covered: dict[int, int] = {}  # column -> the first row in which it is free again
    for row, slots in enumerate(rows):
        col = 0
        for slot in slots:
            while covered.get(col, 0) > row:
                col += 1
            if col >= LIMITS.grid_cols:
                break
            rowspan = max(1, min(slot.rowspan, len(rows) - row))
            colspan = _free_width(covered, row, col, slot.colspan)
            cells.append(GridCell(row, col, slot.text, rowspan, colspan))
            for place in range(col, col + colspan):
                covered[place] = row + rowspan
            col += colspan
    return trimmed(cells, len(rows), caption)


def check_rows(n_rows: int) -> None:
    """Raises ReadingError("too_large") when a table has more rows than a grid may have."""
    if n_rows > LIMITS.grid_rows:
        raise ReadingError(
            "too_large",
            f"表格有 {n_rows} 行，超过上限 {LIMITS.grid_rows} 行，请拆分后再导入"
            f" / A table has {n_rows} rows, the limit is {LIMITS.grid_rows}; split the file",
        )


def _free_width(covered: dict[int, int], row: int, col: int, wanted: int) -> int:
    """How many of the wanted columns are free from `col` on."""
    width = 1
    while width < wanted and col + width < LIMITS.grid_cols and covered.get(col + width, 0) <= row:
        width += 1
    return width


def trimmed(cells: list[GridCell], n_rows: int, caption: str = "") -> GridBlock:
    """A grid without the columns that exist only because a span reached further than any other cell."""
    n_cols = max((cell.col + 1 for cell in cells), default=0)
    clipped = (
        cell
        if cell.col + cell.colspan <= n_cols
        else GridCell(cell.row, cell.col, cell.text, cell.rowspan, n_cols - cell.col)
        for cell in cells
    )
    return GridBlock(n_rows, n_cols, tuple(clipped), caption=caption)
