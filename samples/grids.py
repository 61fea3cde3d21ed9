"""The three tables of a report as grids of cells with spans, the way the national form prints them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from samples.facts import Item, Report

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
ART20_WIDTH = 7  # one label column and six units, which three, two or one value columns share
REQUEST_STUBS = 3


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its top-left place; `value` marks a figure, everything else is a label."""

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    value: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in reading order that tile rows × cols exactly; the first `header` rows are headers."""

    rows: int
    cols: int
    header: int
    cells: tuple[GridCell, ...]

    def by_row(self) -> list[list[GridCell]]:
        """The cells grouped by the row they start in."""
        return [[cell for cell in self.cells if cell.row == row] for row in range(self.rows)]


def article20(report: Report) -> list[Grid]:
    """One grid per sub-table: banner, column labels, rows."""
    return [_item(report, item) for item in report.form.items]


def stack(grids: list[Grid]) -> Grid:
    """The grids under one another as a single one, as Word prints Article 20."""
    cells: list[GridCell] = []
    offset = 0
    for grid in grids:
        cells += [replace(cell, row=cell.row + offset) for cell in grid.cells]
        offset += grid.rows
    return Grid(offset, grids[0].cols, 0, tuple(cells))


def _item(report: Report, item: Item) -> Grid:
    span = (ART20_WIDTH - 1) // len(item.columns)
    cells = [GridCell(0, 0, item.banner, colspan=ART20_WIDTH), GridCell(1, 0, "信息内容")]
    cells += [GridCell(1, 1 + i * span, label, colspan=span) for i, label in enumerate(item.columns)]
    for row, label in enumerate(item.rows, start=2):
        cells.append(GridCell(row, 0, label))
        cells += [GridCell(row, 1 + i * span, v, colspan=span, value=True) for i, v in enumerate(report.art20[label])]
    return Grid(2 + len(item.rows), ART20_WIDTH, 2, tuple(cells))


def requests(report: Report) -> Grid:
    """Table 3: three header rows, three stub columns, seven figures a row."""
    width = REQUEST_STUBS + len(report.form.applicants)
    kinds = [path[1] for path in report.form.applicants if len(path) == 2]
    cells = [
        GridCell(0, 0, NOTE, rowspan=3, colspan=REQUEST_STUBS),
        GridCell(0, REQUEST_STUBS, "申请人情况", colspan=width - REQUEST_STUBS),
        GridCell(1, REQUEST_STUBS, "自然人", rowspan=2),
        GridCell(1, REQUEST_STUBS + 1, "法人或其他组织", colspan=len(kinds)),
        GridCell(1, width - 1, "总计", rowspan=2),
    ]
    cells += [GridCell(2, REQUEST_STUBS + 1 + i, kind) for i, kind in enumerate(kinds)]
    paths = list(report.form.request_rows.values())
    for i, (code, path) in enumerate(report.form.request_rows.items()):
        cells += _stubs(i, path, paths)
        cells += [GridCell(3 + i, REQUEST_STUBS + j, str(n), value=True) for j, n in enumerate(report.requests[code])]
    return Grid(3 + len(paths), width, 3, tuple(cells))


def _stubs(i: int, path: tuple[str, ...], paths: list[tuple[str, ...]]) -> list[GridCell]:
    """The label cells that start in row i: a shared label only where it first appears."""
    cells = []
    for depth, label in enumerate(path):
        prefix = path[: depth + 1]
        sharing = [j for j, other in enumerate(paths) if other[: depth + 1] == prefix]
        if sharing[0] == i:
            last = depth == len(path) - 1
            cells.append(
                GridCell(3 + i, depth, label, rowspan=len(sharing), colspan=REQUEST_STUBS - depth if last else 1)
            )
    return cells


def review(report: Report) -> Grid:
    """Table 4: fifteen figures in one row under three header rows."""
    outcomes = report.form.outcomes
    five = len(outcomes)
    cells = [GridCell(0, 0, "行政复议", colspan=five), GridCell(0, five, "行政诉讼", colspan=2 * five)]
    cells += [GridCell(1, i, label, rowspan=2) for i, label in enumerate(outcomes)]
    suits = [path[-1] for path in report.form.review_groups.values() if len(path) == 2]
    cells += [GridCell(1, five * (1 + i), label, colspan=five) for i, label in enumerate(suits)]
    cells += [GridCell(2, five + i, label) for i, label in enumerate(outcomes * len(suits))]
    figures = [n for group in report.form.review_groups for n in report.review[group]]
    cells += [GridCell(3, i, str(n), value=True) for i, n in enumerate(figures)]
    return Grid(4, 3 * five, 3, tuple(cells))
