"""A ruled table that a page break cut: its parts joined to one grid, and the cells that were cut with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import GridBlock, GridCell
from ingest.cleaning import join_wrapped
from ingest.grid import check_rows
from ingest.pdf_page import PageCell, PageGrid

_EDGE_SHIFT = 8.0
"""How far, in points, a column's edge may move from one page to the next."""
_LOW_ON_PAGE = 0.6
ENUMERATOR = re.compile(
    r"(?:[（(]?[一二三四五六七八九十百]+[）)、．.]|第[一二三四五六七八九十百\d]+[条项章节]|[（(]?\d+[）)、．.](?!\d))"
)
_NUMBER = re.compile(r"[-+−]?[\d０-９][\d０-９,，.．]*%?")


def block(grid: PageGrid) -> GridBlock:
    """The grid as the readers hand it on."""
    check_rows(grid.n_rows)
    cells = sorted(grid.cells, key=lambda cell: (cell.row, cell.col))
    places = (GridCell(c.row, c.col, c.text, c.rowspan, c.colspan, c.page, c.box) for c in cells)
    return GridBlock(grid.n_rows, len(grid.edges) - 1, tuple(places), page=cells[0].page)


def joined(upper: PageGrid, lower: PageGrid, page_height: float) -> PageGrid | None:
    """Two grids on consecutive pages with nothing between them as one; None when they are two tables."""
    if upper.box[3] < _LOW_ON_PAGE * page_height:
        return None
    edges = _common_edges(upper.edges, lower.edges)
    if edges is None:
        return None
    upper, lower = _on(upper, edges.upper, edges.merged), _on(lower, edges.lower, edges.merged)
    lower = _without_repeated_header(upper, lower)
    if not lower.n_rows:
        return replace(upper, box=lower.box)
    cells, moved = _mend(upper, lower)
    shift = upper.n_rows - (1 if moved.row_is_cut else 0)
    below = (replace(cell, row=cell.row + shift) for cell in moved.cells)
    return PageGrid(edges.merged, shift + lower.n_rows, (*cells, *below), lower.box)


@dataclass(frozen=True, slots=True)
class _Edges:
    """The columns of the joined grid, and where each grid's own edges lie among them."""

    merged: tuple[float, ...]
    upper: tuple[int, ...]
    lower: tuple[int, ...]


def _common_edges(upper: Sequence[float], lower: Sequence[float]) -> _Edges | None:
    """Equal numbers of columns fit by their order, other grids where one has all the edges of the other."""
    if abs(upper[0] - lower[0]) > 2 * _EDGE_SHIFT or abs(upper[-1] - lower[-1]) > 2 * _EDGE_SHIFT:
        return None
    if len(upper) == len(lower):
        shifts = [abs(a - b) for a, b in zip(upper, lower, strict=True)]
        same = tuple(range(len(upper)))
        return _Edges(tuple(upper), same, same) if max(shifts) <= 2 * _EDGE_SHIFT else None
    wide, narrow = (upper, lower) if len(upper) > len(lower) else (lower, upper)
    places = tuple(min(range(len(wide)), key=lambda i: abs(wide[i] - edge)) for edge in narrow)
    fits = all(abs(wide[place] - edge) <= _EDGE_SHIFT for place, edge in zip(places, narrow, strict=True))
    if not fits or len(set(places)) != len(places):
        return None
    own = tuple(range(len(wide)))
    return _Edges(tuple(wide), own, places) if wide is upper else _Edges(tuple(wide), places, own)


def _on(grid: PageGrid, places: Sequence[int], edges: tuple[float, ...]) -> PageGrid:
    """The grid with its columns counted on the joined edges."""
    cells = (
        replace(cell, col=places[cell.col], colspan=places[cell.col + cell.colspan] - places[cell.col])
        for cell in grid.cells
    )
    return replace(grid, edges=edges, cells=tuple(cells))


def _without_repeated_header(upper: PageGrid, lower: PageGrid) -> PageGrid:
    """The lower grid without the leading rows that repeat the upper grid's own."""
    count = 0
    for height in range(1, min(upper.n_rows, lower.n_rows) + 1):
        if _signature(upper, height - 1) != _signature(lower, height - 1):
            break
        if all(cell.row + cell.rowspan <= height for cell in lower.cells if cell.row < height):
            count = height
    words = [cell for cell in lower.cells if cell.row < count and cell.text and not _NUMBER.fullmatch(cell.text)]
    if not words:
        return lower
    cells = (replace(cell, row=cell.row - count) for cell in lower.cells if cell.row >= count)
    return replace(lower, n_rows=lower.n_rows - count, cells=tuple(cells))


def _signature(grid: PageGrid, row: int) -> list[tuple[int, int, str]]:
    return sorted((cell.col, cell.colspan, cell.text) for cell in grid.cells if cell.row == row)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left of the lower grid once the cut cells have gone to the upper one."""

    cells: tuple[PageCell, ...]
    row_is_cut: bool


def _mend(upper: PageGrid, lower: PageGrid) -> tuple[list[PageCell], _Rest]:
    """Gives the lower half of each cut cell back to its upper half.

    Either the whole row was cut, and every pair of halves is one cell; or only the labels that span several rows
    were, and they grow downwards.
    """
    halves = _halves(upper, lower)
    row_is_cut = _is_cut_row(halves, lower)
    cut = halves if row_is_cut else [pair for pair in halves if _spans_break(*pair, lower)]
    grown = {id(above): _grown(above, below, row_is_cut) for above, below in cut}
    gone = {id(below) for _, below in cut}
    cells = [grown.get(id(cell), cell) for cell in upper.cells]
    return cells, _Rest(tuple(cell for cell in lower.cells if id(cell) not in gone), row_is_cut)


def _halves(upper: PageGrid, lower: PageGrid) -> list[tuple[PageCell, PageCell]]:
    """The pairs of cells that face each other across the page break."""
    bottom = {(cell.col, cell.colspan): cell for cell in upper.cells if cell.row + cell.rowspan == upper.n_rows}
    top = [cell for cell in lower.cells if cell.row == 0]
    return [(bottom[key], cell) for cell in top if (key := (cell.col, cell.colspan)) in bottom]


def _grown(above: PageCell, below: PageCell, row_is_cut: bool) -> PageCell:
    text = join_wrapped((above.text, below.text)) if above.text and below.text else above.text or below.text
    rows = above.rowspan + below.rowspan - (1 if row_is_cut else 0)
    home = above if above.text or not below.text else below
    return replace(above, text=text, rowspan=rows, page=home.page, box=home.box, full=below.full)


def _is_cut_row(halves: Sequence[tuple[PageCell, PageCell]], lower: PageGrid) -> bool:
    """Every cell faces its half, no two numbers meet, and a text that meets a text goes on in it."""
    faced = sum(below.colspan for _, below in halves)
    if faced != len(lower.edges) - 1:
        return False
    meeting = [(above, below) for above, below in halves if above.text and below.text]
    if not all(_text_goes_on(above, below) for above, below in meeting):
        return False
    numbers_above = any(_NUMBER.fullmatch(above.text) for above, _ in halves)
    numbers_below = any(_NUMBER.fullmatch(below.text) for _, below in halves)
    has_above = any(above.text for above, _ in halves if above.rowspan == 1)
    if not has_above or (numbers_above and numbers_below):
        return False
    return bool(meeting) or not any(below.text for _, below in halves) or _numbers_fell_below(halves)


def _numbers_fell_below(halves: Sequence[tuple[PageCell, PageCell]]) -> bool:
    """The labels stayed on the upper page, their numbers went to the lower one."""
    below = [lower.text for _, lower in halves if lower.text]
    return bool(below) and all(_NUMBER.fullmatch(text) for text in below)


def _spans_break(above: PageCell, below: PageCell, lower: PageGrid) -> bool:
    """A label of several rows that goes on below: blank there, or with the rest of its words."""
    if not above.text:
        return False
    if below.text:
        return _text_goes_on(above, below) and (above.rowspan > 1 or below.rowspan > 1)
    first_text = min((cell.col for cell in lower.cells if cell.row == 0 and cell.text), default=0)
    return below.col < first_text and (above.rowspan > 1 or below.rowspan > 1)


def _text_goes_on(above: PageCell, below: PageCell) -> bool:
    """The upper words fill their cell or are an item of a list, and the lower ones begin no item of their own."""
    if _NUMBER.fullmatch(above.text) or _NUMBER.fullmatch(below.text) or ENUMERATOR.match(below.text):
        return False
    return above.full or ENUMERATOR.match(above.text) is not None
