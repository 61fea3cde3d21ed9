"""Tables without vertical rules: three-line tables and tables of aligned text, found by their columns of numbers.

Rows of a page are cut at gaps. Where consecutive rows state numbers that stand in the same columns, they are a table;
the rows of words over it are its header. All coordinates are PDF points from the page's top left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.report import Box
from ingest.numbers import is_blank, is_numeric
from ingest.pdf_page import Glyph, Line, PageCell, PageGrid, rows_of_glyphs, segments

_GAP = 0.9
"""A gap of so many glyph sizes ends a cell."""
_FEWEST_ROWS, _MOST_HEADER_ROWS = 2, 5
_PITCH = 2.6
"""Rows of a table stand at most so many glyph sizes apart."""
_LEADERS = re.compile(r"[…·.．]{3,}")
_SENTENCE = re.compile(r"[。；！？]")
_NOTE = re.compile(r"^(?:注|说明|备注|数据来源|资料来源)\s*[:：]|^单位\s*[:：]|^[（(]\s*单位")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a page: its pieces from left to right."""

    pieces: tuple[Line, ...]

    @property
    def top(self) -> float:
        return min(piece.box[1] for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.box[3] for piece in self.pieces)

    @property
    def numbers(self) -> int:
        return sum(is_numeric(piece.text) for piece in self.pieces)


def aligned_grids(glyphs: Sequence[Glyph], rules: Sequence[Box], page: int) -> list[PageGrid]:
    """The tables among glyphs that stand in no ruled grid; `rules` are the page's horizontal rules."""
    rows = [_Row(tuple(segments(row, _GAP))) for row in rows_of_glyphs(glyphs)]
    rows = [row for row in rows if row.pieces]
    grids: list[PageGrid] = []
    start = 0
    while start < len(rows):
        end = _run(rows, start)
        body = rows[start:end]
        columns = _columns(body)
        if not _is_table(body, columns, rules):
            start = max(end, start + 1)
            continue
        first = _header(rows, start, columns, grids)
        grids.append(_grid(rows[first:end], start - first, columns, rules, page))
        start = end
    return grids


def _run(rows: Sequence[_Row], start: int) -> int:
    """The row behind the run of rows with numbers that begins at `start`; names alone may stand between them."""
    end = last = start
    while end < len(rows):
        row = rows[end]
        if end > start and row.top - rows[end - 1].bottom > _PITCH * row.pieces[0].size:
            break
        if not _is_tabular(row):
            if end == start or not _may_stand_between(row) or end - last > 1:
                break
        else:
            last = end
        end += 1
    return last + 1 if last > start or _is_tabular(rows[start]) else start


def _is_tabular(row: _Row) -> bool:
    texts = [piece.text for piece in row.pieces]
    if any(_LEADERS.search(text) or _SENTENCE.search(text) or _NOTE.search(text) for text in texts):
        return False
    return len(texts) >= 2 and row.numbers >= 1 and all(is_numeric(t) or is_blank(t) or len(t) <= 30 for t in texts)


def _may_stand_between(row: _Row) -> bool:
    text = "".join(piece.text for piece in row.pieces)
    return len(row.pieces) == 1 and len(text) <= 24 and not _SENTENCE.search(text) and not _NOTE.search(text)


def _columns(body: Sequence[_Row]) -> list[tuple[float, float]]:
    """The columns of rows with numbers: stretches of the page's width that pieces of several rows share."""
    spans = sorted((piece.box[0], piece.box[2]) for row in body if len(row.pieces) > 1 for piece in row.pieces)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1] + 1:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _is_table(body: Sequence[_Row], columns: Sequence[tuple[float, float]], rules: Sequence[Box]) -> bool:
    """Enough rows with numbers, each piece in its own column, and columns that hold numbers in most rows."""
    counted = [row for row in body if row.numbers]
    if len(counted) < _FEWEST_ROWS or len(columns) < 2:
        return False
    apart = all(len({_at(columns, piece) for piece in row.pieces}) == len(row.pieces) for row in counted)
    numeric = [0] * len(columns)
    for row in counted:
        for piece in row.pieces:
            numeric[_at(columns, piece)] += is_numeric(piece.text)
    ruled = sum(body[0].top - 80 < rule[1] < body[-1].bottom + 20 for rule in rules) >= 2
    full = sum(count >= 0.5 * len(counted) for count in numeric)
    named = sum(not is_numeric(row.pieces[0].text) for row in counted) >= 0.6 * len(counted)
    return (
        apart
        and (named or ruled)
        and full >= (1 if ruled or len(counted) > 4 else 2)
        and len(columns) >= 2 + (not ruled)
    )


def _at(columns: Sequence[tuple[float, float]], piece: Line) -> int:
    middle = (piece.box[0] + piece.box[2]) / 2
    return min(
        range(len(columns)),
        key=lambda i: (
            abs((columns[i][0] + columns[i][1]) / 2 - middle) if not columns[i][0] <= middle <= columns[i][1] else -1.0
        ),
    )


def _header(rows: Sequence[_Row], start: int, columns: Sequence[tuple[float, float]], grids: Sequence[PageGrid]) -> int:
    """The first of the rows of words over the numbers that name their columns."""
    first = start
    lowest = max((grid.box[3] for grid in grids), default=0.0)
    while first > 0 and start - first < _MOST_HEADER_ROWS:
        row = rows[first - 1]
        near = rows[first].top - row.bottom <= _PITCH * row.pieces[0].size
        inside = columns[0][0] - 20 <= row.pieces[0].box[0] and row.pieces[-1].box[2] <= columns[-1][1] + 20
        words = all(len(piece.text) <= 20 and not _SENTENCE.search(piece.text) for piece in row.pieces)
        if not (near and inside and words and len(row.pieces) >= 2 and row.top > lowest) or _NOTE.search(
            row.pieces[0].text
        ):
            break
        first -= 1
    return first


def _grid(
    rows: Sequence[_Row], headers: int, columns: Sequence[tuple[float, float]], rules: Sequence[Box], page: int
) -> PageGrid:
    cells: list[PageCell] = []
    for number, row in enumerate(rows):
        for piece in row.pieces:
            left, right = _span(columns, piece, rules) if number < headers else (_at(columns, piece),) * 2
            cells.append(PageCell(number, left, 1, right - left + 1, piece.text, page, piece.box))
    edges = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    box = (columns[0][0], rows[0].top, columns[-1][1], rows[-1].bottom)
    grid = PageGrid(tuple(edges), len(rows), tuple(_filled(cells, len(rows), len(columns), page)), box)
    return _joined_labels(grid, headers)


def _span(columns: Sequence[tuple[float, float]], piece: Line, rules: Sequence[Box]) -> tuple[int, int]:
    """The columns under a header: those over which it or the short rule under it reaches."""
    left, right = piece.box[0], piece.box[2]
    width = columns[-1][1] - columns[0][0]
    for rule in rules:
        under = 0 <= rule[1] - piece.box[3] < piece.size
        if under and rule[0] <= left and right <= rule[2] and rule[2] - rule[0] < 0.8 * width:
            left, right = rule[0], rule[2]
    over = [i for i, (a, b) in enumerate(columns) if left <= (a + b) / 2 <= right]
    return (over[0], over[-1]) if over else (_at(columns, piece),) * 2


def _filled(cells: Sequence[PageCell], n_rows: int, n_cols: int, page: int) -> list[PageCell]:
    """The cells with blank ones where a row states nothing, and pieces of one place joined."""
    placed: dict[tuple[int, int], PageCell] = {}
    taken: set[tuple[int, int]] = set()
    for cell in cells:
        key = (cell.row, cell.col)
        if key in placed:
            placed[key] = replace(placed[key], text=f"{placed[key].text} {cell.text}")
        elif key not in taken:
            placed[key] = cell
            taken.update((cell.row, col) for col in range(cell.col, cell.col + cell.colspan))
    for row in range(n_rows):
        for col in range(n_cols):
            if (row, col) not in taken:
                placed[row, col] = PageCell(row, col, 1, 1, "", page, (0.0, 0.0, 0.0, 0.0))
    return list(placed.values())


def _joined_labels(grid: PageGrid, headers: int) -> PageGrid:
    """A row that holds nothing but the rest of the label above it belongs to that row."""
    tops = {cell.row: cell for cell in grid.cells if cell.col == 0}
    heights = [cell.box[3] - cell.box[1] for cell in tops.values() if cell.text]
    gaps = [
        tops[row].box[1] - tops[row - 1].box[3]
        for row in range(1, grid.n_rows)
        if tops[row].text and tops[row - 1].text
    ]
    usual = median(gaps) if gaps else 0.0
    stated = {cell.row for cell in grid.cells if cell.col and cell.text}
    rests = [
        row
        for row in range(headers + 1, grid.n_rows)
        if row not in stated and row - 1 in stated and tops[row].text and tops[row - 1].text
        and tops[row].box[1] - tops[row - 1].box[3] < 0.6 * usual and heights
    ]  # fmt: skip
    if not rests:
        return grid
    texts = {row - 1: tops[row - 1].text + tops[row].text for row in rests}
    shift = {row: sum(rest < row for rest in rests) for row in range(grid.n_rows)}
    cells = [
        replace(
            cell, row=cell.row - shift[cell.row], text=texts.get(cell.row, cell.text) if cell.col == 0 else cell.text
        )
        for cell in grid.cells
        if cell.row not in rests
    ]
    return replace(grid, n_rows=grid.n_rows - len(rests), cells=tuple(cells))
