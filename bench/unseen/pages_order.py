"""Web pages whose tables stand in another order than the form's, or hold rows and columns of other meanings."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from bench.unseen.facts import invented
from bench.unseen.pages import page, row, table, tables_of
from samples import grids
from samples.facts import Report
from samples.grids import REQUEST_STUBS, Grid, GridCell


def _sorted(grid: Grid, cells: Sequence[GridCell], **changed: int) -> Grid:
    return replace(grid, cells=tuple(sorted(cells, key=lambda c: (c.row, c.col))), **changed)


def _permuted(grid: Grid, first: int, order: Sequence[int], heads: int) -> Grid:
    """Columns `first`… from row `heads` on in another order: `order[i]` is the old column that stands at place i."""
    new = {first + old: first + place for place, old in enumerate(order)}
    moved = [
        replace(c, col=new[c.col]) if c.row >= heads and c.col in new and c.colspan == 1 else c for c in grid.cells
    ]
    return _sorted(grid, moved)


def kinds_swapped(report: Report) -> bytes:
    """The five kinds of organisations in another order, with their headers."""
    grid = _permuted(grids.requests(report), REQUEST_STUBS + 1, (2, 0, 4, 1, 3), 2)
    return page(report, {**tables_of(report), 2: [table(grid)]}).encode()


def outcomes_swapped(report: Report) -> bytes:
    """The outcomes of review and litigation in another order, with their headers."""
    grid = grids.review(report)
    for group in range(3):
        grid = _permuted(grid, 5 * group, (1, 0, 3, 2, 4), 1)
    return page(report, {**tables_of(report), 3: [table(grid)]}).encode()


def outcomes_total_first(report: Report) -> bytes:
    """The total in front of the outcomes of its group."""
    grid = grids.review(report)
    for group in range(3):
        grid = _permuted(grid, 5 * group, (4, 0, 1, 2, 3), 1)
    return page(report, {**tables_of(report), 3: [table(grid)]}).encode()


def suits_first(report: Report) -> bytes:
    """Litigation in front of review."""
    grid = grids.review(report)
    moved = [replace(c, col=(c.col - 5) % 15) for c in grid.cells]
    return page(report, {**tables_of(report), 3: [table(_sorted(grid, moved))]}).encode()


def article_columns_swapped(report: Report) -> bytes:
    """The three columns of Article 20's first sub-table in another order, with their headers."""
    blocks = grids.article20(report)
    first = blocks[0]
    new = {1: 5, 3: 1, 5: 3}
    moved = [replace(c, col=new[c.col]) if c.row and c.col else c for c in first.cells]
    blocks[0] = _sorted(first, moved)
    return page(report, {**tables_of(report), 1: [table(block) for block in blocks]}).encode()


def article_rows_swapped(report: Report) -> bytes:
    """The sub-tables of Article 20 from the last to the first, in one table."""
    stacked = grids.stack(grids.article20(report)[::-1])
    return page(report, {**tables_of(report), 1: [table(stacked)]}).encode()


def review_upright(report: Report) -> bytes:
    """Review and litigation as fifteen rows: group, outcome, figure."""
    grid = grids.review(report)
    heads: dict[int, list[str]] = {col: [] for col in range(grid.cols)}
    for cell in grid.cells:
        for col in range(cell.col, cell.col + cell.colspan):
            heads[col].append(cell.text)
    lines = "".join(
        "<tr>" + "".join(f"<td>{text}</td>" for text in ("·".join(names[:-2]), names[-2], names[-1])) + "</tr>"
        for names in heads.values()
    )
    upright = f"<table border='1'><tr><td>类别</td><td>结果</td><td>件数</td></tr>{lines}</table>"
    return page(report, {**tables_of(report), 3: [upright]}).encode()


def requests_turned(report: Report) -> bytes:
    """The requests with the results across and the applicants down."""
    paths = list(report.form.request_rows.values())
    applicants = [path[-1] for path in report.form.applicants]
    head = "".join(f"<td>{'·'.join(path)}</td>" for path in paths)
    lines = "".join(
        f"<tr><td>{name}</td>" + "".join(f"<td>{report.requests[code][i]}</td>" for code in report.requests) + "</tr>"
        for i, name in enumerate(applicants)
    )
    turned = f"<table border='1'><tr><td>申请人</td>{head}</tr>{lines}</table>"
    return page(report, {**tables_of(report), 2: [turned]}).encode()


def without_totals(report: Report) -> bytes:
    """The requests without the column of totals."""
    grid = grids.requests(report)
    last = grid.cols - 1
    kept = [replace(c, colspan=6) if c.colspan == 7 else c for c in grid.cells if c.col < last]
    return page(report, {**tables_of(report), 2: [table(_sorted(grid, kept, cols=last))]}).encode()


def _widened(grid: Grid, at: int, head: str, value: Callable[[int], str]) -> Grid:
    """A column more at `at`, under the headers' last row."""
    cells = []
    for c in grid.cells:
        if c.col >= at:
            c = replace(c, col=c.col + 1)
        elif c.col + c.colspan > at:
            c = replace(c, colspan=c.colspan + 1)
        cells.append(c)
    cells.append(GridCell(grid.header - 1, at, head))
    cells += [GridCell(line, at, value(line), value=True) for line in range(grid.header, grid.rows)]
    return _sorted(grid, cells, cols=grid.cols + 1)


def organisations_summed(report: Report) -> bytes:
    """A subtotal of the organisations in front of their kinds."""
    grid = grids.requests(report)
    rows = list(report.requests.values())
    wide = _widened(grid, REQUEST_STUBS + 2, "小计", lambda line: str(sum(rows[line - 3][1:6])))
    order = {REQUEST_STUBS + 1: REQUEST_STUBS + 2, REQUEST_STUBS + 2: REQUEST_STUBS + 1}
    moved = [replace(c, col=order[c.col]) if c.row >= 2 and c.col in order else c for c in wide.cells]
    return page(report, {**tables_of(report), 2: [table(_sorted(wide, moved))]}).encode()


def with_shares(report: Report) -> bytes:
    """A column of shares behind the totals."""
    closed = max(1, report.requests["closed"][-1])
    rows = list(report.requests.values())
    grid = grids.requests(report)
    cells = [*grid.cells, GridCell(0, grid.cols, "占比（%）", rowspan=3)]
    cells += [
        GridCell(3 + i, grid.cols, f"{100 * numbers[-1] / closed:.1f}", value=True) for i, numbers in enumerate(rows)
    ]
    return page(report, {**tables_of(report), 2: [table(_sorted(grid, cells, cols=grid.cols + 1))]}).encode()


def subtotal_rows(report: Report) -> bytes:
    """A row 小计 at the end of each group of results."""
    grid = grids.requests(report)
    groups = [c for c in grid.cells if c.col == 1 and c.rowspan > 1]
    ends = {c.row + c.rowspan - 1: c for c in groups}
    rows = list(report.requests.values())
    lines = []
    for number, cells in enumerate(grid.by_row()):
        wide = [replace(c, rowspan=c.rowspan + 1) if c in groups else c for c in cells]
        wide = [replace(c, rowspan=c.rowspan + len(groups)) if c.col == 0 and c.rowspan > 5 else c for c in wide]
        lines.append(f"<tr>{row(wide)}</tr>")
        if number in ends:
            own = rows[ends[number].row - 3 : number - 2]
            lines.append("<tr><td>小计</td>" + "".join(f"<td>{sum(n)}</td>" for n in zip(*own, strict=True)) + "</tr>")
    text = '<table border="1">' + "".join(lines) + "</table>"
    return page(report, {**tables_of(report), 2: [text]}).encode()


def rows_before(report: Report) -> bytes:
    """Below each row of the requests and of Article 20 a row of the year before."""
    old = invented(f"{report.title} before", after_2020=report.year > 2020)

    def mixed(grid: Grid, before: Grid) -> str:
        lines = []
        for number, (cells, stale) in enumerate(zip(grid.by_row(), before.by_row(), strict=True)):
            own = number >= grid.header
            taller = [replace(c, rowspan=c.rowspan * 2 - 1) if own and c.rowspan > 1 else c for c in cells]
            lines.append(f"<tr>{row(taller)}</tr>")
            if own:
                values = [c for c in stale if c.value]
                stubs = grid.cols - sum(c.colspan for c in values)
                inner = any(c.row < number < c.row + c.rowspan for c in grid.cells) or any(c.rowspan > 1 for c in cells)
                deep = sum(c.row <= number < c.row + c.rowspan and c.rowspan > 1 for c in grid.cells) if inner else 0
                lines.append(f'<tr><td colspan="{stubs - deep}">上年同期</td>{row(values)}</tr>')
        return '<table border="1">' + "".join(lines) + "</table>"

    pairs = zip(grids.article20(report), grids.article20(old), strict=True)
    blocks = [mixed(grid, before) for grid, before in pairs]
    requests = mixed(grids.requests(report), grids.requests(old))
    return page(report, {**tables_of(report), 1: blocks, 2: [requests]}).encode()


def year_before_above(report: Report) -> bytes:
    """A whole report of the year before above, on the same page, as pages with tabs have it."""
    old = replace(invented(f"{report.title} before"), name=report.name, region=report.region)
    old = replace(old, year=report.year - 1, title=report.title.replace(str(report.year), str(report.year - 1)))
    inside = page(old, tables_of(old)).partition("<body>")[2].removesuffix("</body></html>")
    frame = f'<div class="tab" id="last">{inside}</div><div class="tab" id="this">{{}}</div>'
    return page(report, tables_of(report), frame).encode()


def beside_last_year(report: Report) -> bytes:
    """Article 20's columns each beside that of the year before: 本年 and 上年 under every header."""
    chance = random.Random(report.title)
    blocks = []
    for grid in grids.article20(report):
        heads = [c for c in grid.cells if c.row == 1 and c.col]
        wide = f'<tr><td colspan="{1 + 2 * len(heads)}">{grid.cells[0].text}</td></tr>'
        wide += '<tr><td rowspan="2">信息内容</td>' + "".join(f'<td colspan="2">{c.text}</td>' for c in heads) + "</tr>"
        wide += "<tr>" + "<td>本年</td><td>上年</td>" * len(heads) + "</tr>"
        for cells in grid.by_row()[2:]:
            values = "".join(f"<td>{c.text}</td><td>{chance.randrange(300)}</td>" for c in cells[1:])
            wide += f"<tr><td>{cells[0].text}</td>{values}</tr>"
        blocks.append(f'<table border="1">{wide}</table>')
    return page(report, {**tables_of(report), 1: blocks}).encode()


def header_each_ten(report: Report) -> bytes:
    """The header rows again after every ten rows of the requests."""
    grid = grids.requests(report)
    rows = [f"<tr>{row(cells)}</tr>" for cells in grid.by_row()]
    heads = "".join(rows[:3])
    closed = [
        n for n in range(3, grid.rows) if not any(c.col > 0 and c.row < n < c.row + c.rowspan for c in grid.cells)
    ]
    spans = [c for c in grid.cells if c.col == 0 and c.rowspan > 3]
    text = ""
    for number, line in enumerate(rows):
        if number in (13, 20) and number in closed and not any(c.row < number < c.row + c.rowspan for c in spans):
            text += heads
        text += line
    return page(report, {**tables_of(report), 2: [f"<table>{text}</table><table>{heads}</table>"]}).encode()
