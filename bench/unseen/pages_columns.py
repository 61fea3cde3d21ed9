"""Web pages whose tables have other columns, other rows or other scopes than the form prints."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from bench.unseen.facts import invented
from bench.unseen.pages import page, row, table, tables_of
from samples import grids
from samples.facts import Report
from samples.grids import Grid, GridCell


def _moved(grid: Grid, order: Sequence[int], first: int) -> Grid:
    """The columns behind the labels in another order: `order[i]` is the old place of the new column i."""
    places = {old: new for new, old in enumerate(order)}
    cells = []
    for cell in grid.cells:
        if cell.col >= first and cell.colspan < len(order):
            cell = replace(cell, col=first + places[cell.col - first])
        cells.append(cell)
    return Grid(grid.rows, grid.cols, grid.header, tuple(sorted(cells, key=lambda c: (c.row, c.col))))


def total_first(report: Report) -> bytes:
    """总计 in front of the applicants, and Article 20's columns turned round."""
    requests = grids.requests(report)
    kinds = [
        replace(cell, col=cell.col + 1) if cell.row == 1 and cell.colspan == 5 else cell for cell in requests.cells
    ]
    placed = [c if c.colspan == 5 and c.row == 1 else _last_first(c) for c in kinds]
    turned = Grid(requests.rows, requests.cols, 3, tuple(sorted(placed, key=lambda c: (c.row, c.col))))
    blocks = []
    for grid in grids.article20(report):
        values = [cell for cell in grid.cells if cell.col and cell.row]
        spans = {cell.colspan for cell in values}
        width = spans.pop()
        cells = [c if not (c.col and c.row) else replace(c, col=grid.cols - c.col - width + 1) for c in grid.cells]
        blocks.append(Grid(grid.rows, grid.cols, 2, tuple(sorted(cells, key=lambda c: (c.row, c.col)))))
    return page(report, {**tables_of(report), 1: list(map(table, blocks)), 2: [table(turned)]}).encode()


def _last_first(cell: GridCell) -> GridCell:
    if cell.col < grids.REQUEST_STUBS or cell.colspan == 7:
        return cell
    last = grids.REQUEST_STUBS + 6
    return replace(cell, col=grids.REQUEST_STUBS if cell.col == last else cell.col + 1)


def more_columns(report: Report) -> bytes:
    """A column of the year before behind each table's last, with numbers."""
    chance = random.Random(report.title)

    def wider(grid: Grid, name: str) -> Grid:
        heads = max(grid.header, 1)
        cells = [*grid.cells, GridCell(heads - 1, grid.cols, name)]
        if heads > 1:
            cells.append(GridCell(0, grid.cols, "", rowspan=heads - 1))
        rows = range(heads, grid.rows)
        cells += [GridCell(line, grid.cols, str(chance.randrange(90)), value=True) for line in rows]
        return Grid(grid.rows, grid.cols + 1, grid.header, tuple(sorted(cells, key=lambda c: (c.row, c.col))))

    blocks = [table(wider(grid, "上年数")) for grid in grids.article20(report)]
    requests = table(wider(grids.requests(report), "上年总计"))
    return page(report, {**tables_of(report), 1: blocks, 2: [requests]}).encode()


def numbered(report: Report) -> bytes:
    """A column of running numbers in front of each row."""

    def ahead(grid: Grid) -> str:
        lines = []
        for number, cells in enumerate(grid.by_row()):
            own = number >= grid.header
            mark = f"<td>{number - grid.header + 1 if own else '序号' if number == grid.header - 1 else ''}</td>"
            lines.append(f"<tr>{mark}{row(cells)}</tr>")
        return '<table border="1">' + "".join(lines) + "</table>"

    blocks = [ahead(grid) for grid in grids.article20(report)]
    return page(report, {**tables_of(report), 1: blocks, 2: [ahead(grids.requests(report))]}).encode()


def other_scope(report: Report) -> Report:
    """The same office with the numbers of all under it."""
    return invented(f"{report.title} and all")


def two_scopes(report: Report) -> bytes:
    """The requests twice: of the office itself, then of all under it, with other numbers."""
    other = other_scope(report)
    own = [f"<p>（一）局本级</p>{table(grids.requests(report))}"]
    return page(report, {**tables_of(report), 2: [*own, f"<p>（二）全系统</p>{table(grids.requests(other))}"]}).encode()


def hidden_rows(report: Report) -> bytes:
    """Rows of last year's page left in the source and hidden."""
    old = invented(f"{report.title} before")

    def mixed(grid: Grid, before: Grid) -> str:
        lines = []
        for number, (cells, stale) in enumerate(zip(grid.by_row(), before.by_row(), strict=True)):
            if number >= grid.header and not any(cell.rowspan > 1 for cell in cells):
                lines.append(f'<tr style="display: none">{row(stale)}</tr>')
            lines.append(f"<tr>{row(cells)}</tr>")
        return '<table border="1">' + "".join(lines) + "</table>"

    pairs = zip(grids.article20(report), grids.article20(old), strict=True)
    blocks = [mixed(grid, before) for grid, before in pairs]
    return page(report, {**tables_of(report), 1: blocks}).encode()


def inputs(report: Report) -> bytes:
    """Values in fields of a form that can be filled in."""

    def write(cell: GridCell) -> str:
        return f'<input type="text" size="3" value="{cell.text}">' if cell.value else cell.text

    return page(report, tables_of(report, write)).encode()


def in_pieces(mark: str) -> Callable[[Report], bytes]:
    """Digits of one number in several runs with something invisible between them."""

    def write(cell: GridCell) -> str:
        return f"<b>{mark.join(cell.text)}</b>" if cell.value else cell.text

    return lambda report: page(report, tables_of(report, write)).encode()
