"""Web pages as sites and their tools really make them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import pairwise

from bench.unseen.traditional import traditional
from samples import grids
from samples.facts import Report
from samples.grids import Grid, GridCell

Write = Callable[[GridCell], str]
plain: Write = lambda cell: escape(cell.text)  # noqa: E731


def date_of(report: Report) -> str:
    """The day as it is signed."""
    return f"{report.published.year}年{report.published.month}月{report.published.day}日"


def table(grid: Grid, write: Write = plain, attributes: str = 'border="1"') -> str:
    """A grid as a table with its spans."""
    return f"<table {attributes}>" + "\n".join(f"<tr>{row(cells, write)}</tr>" for cells in grid.by_row()) + "</table>"


def row(cells: Iterable[GridCell], write: Write = plain) -> str:
    """The cells of one row."""
    return "".join(f"<td{_spans(cell)}>{write(cell)}</td>" for cell in cells)


def _spans(cell: GridCell) -> str:
    pairs = (("rowspan", cell.rowspan), ("colspan", cell.colspan))
    return "".join(f' {name}="{number}"' for name, number in pairs if number > 1)


def page(report: Report, tables: Mapping[int, Sequence[str]], frame: str = "{}", head: str = "") -> str:
    """A page: headings and sentences, with ready tables behind the sections of these numbers."""
    parts = [f"<h1>{report.title}</h1>", f"<p>发布时间：{report.published}　来源：{report.name}</p>"]
    parts += [f"<p>{escape(text)}</p>" for text in report.preamble]
    for number, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        parts += [f"<p><b>{heading}</b></p>", *(f"<p>{escape(text)}</p>" for text in texts), *tables.get(number, ())]
    body = frame.format("\n".join([*parts, f"<p>{report.name}</p><p>{date_of(report)}</p>"]))
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{report.title}_{report.region}门户网站</title>{head}</head><body>{body}</body></html>"
    )


def tables_of(report: Report, write: Write = plain) -> dict[int, Sequence[str]]:
    """The three tables, each block of Article 20 a table of its own."""
    return {
        1: [table(grid, write) for grid in grids.article20(report)],
        2: [table(grids.requests(report), write)],
        3: [table(grids.review(report), write)],
    }


def simple(write: Write) -> Callable[[Report], bytes]:
    """A page whose cells are written in one way."""
    return lambda report: page(report, tables_of(report, write)).encode()


def of_values(change: Callable[[str], str]) -> Write:
    """Labels as they are, values changed."""
    return lambda cell: change(cell.text) if cell.value else escape(cell.text)


def full_width(text: str) -> str:
    """Digits in full width."""
    return text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789.-"})


def thousands(mark: str) -> Write:
    """Numbers of four digits and more with a mark between the thousands."""

    def change(text: str) -> str:
        whole, point, rest = text.partition(".")
        return (f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole).replace(",", mark) + point + rest

    return of_values(change)


def in_traditional(report: Report) -> bytes:
    """The page in traditional characters, UTF-8."""
    return traditional(page(report, tables_of(report))).encode()


def nested(report: Report) -> bytes:
    """Each table inside layout tables, with a column of links beside the text."""
    inner = {number: [_in_layout(text) for text in texts] for number, texts in tables_of(report).items()}
    links = "".join(f'<tr><td><a href="/{n}">{year}年度报告</a></td></tr>' for n, year in enumerate(range(2015, 2021)))
    frame = (
        '<table width="1000"><tr><td colspan="2">您现在的位置：首页 &gt; 政务公开 &gt; 年报</td></tr>'
        f'<tr><td width="200"><table>{links}</table></td><td><table><tr><td>{{}}</td></tr></table></td></tr></table>'
    )
    return page(report, inner, frame).encode()


def _in_layout(text: str) -> str:
    return f'<table><tr><td align="center"><table><tr><td>{text}</td></tr></table></td></tr></table>'


def split(report: Report) -> bytes:
    """The requests over several tables: the headers, then one table for each first word of the rows."""
    grid = grids.requests(report)
    starts = sorted({cell.row for cell in grid.cells if cell.col == 0 and cell.row >= 3})
    groups = [cell.row for cell in grid.cells if cell.col == 1 and cell.rowspan > 1]
    bounds = sorted({0, *starts, *groups, grid.rows})
    pieces = [table(part(grid, a, b)) for a, b in pairwise(bounds)]
    return page(report, {**tables_of(report), 2: pieces}).encode()


def part(grid: Grid, start: int, end: int) -> Grid:
    """Rows of a grid; a label that spans into them is printed again."""
    cells = []
    for cell in grid.cells:
        first, last = max(cell.row, start), min(cell.row + cell.rowspan, end)
        if first < last:
            cells.append(replace(cell, row=first - start, rowspan=last - first))
    return Grid(end - start, grid.cols, 0, tuple(cells))


def wild_spans(report: Report) -> bytes:
    """Spans that reach further than the table, and rowspans of a whole column on single rows."""

    def wild(text: str) -> str:
        text = re.sub(r'colspan="7"', 'colspan="70"', text)
        text = re.sub(r'<td rowspan="(\d+)">(（三）不予公开|（六）其他处理)', r'<td rowspan="\1">\2', text)
        return text.replace("<td>四、结转", '<td rowspan="99">四、结转').replace(
            '<td colspan="3">四、结转', '<td colspan="3" rowspan="99">四、结转'
        )

    changed = {number: [wild(text) for text in texts] for number, texts in tables_of(report).items()}
    return page(report, changed).encode()


def headers_as_lines(report: Report) -> bytes:
    """The header rows as paragraphs in front of a table without headers."""
    grid = grids.requests(report)
    heads = "".join(f"<p>{cell.text}</p>" for cell in grid.cells if cell.row < 3)
    review = grids.review(report)
    above = "".join(f"<p>{cell.text}</p>" for cell in review.cells if cell.row < 3)
    blocks = []
    for block in grids.article20(report):
        blocks += [f"<p>{block.cells[0].text}</p>", table(part(block, 1, block.rows))]
    tables: dict[int, Sequence[str]] = {
        1: blocks,
        2: [heads, table(part(grid, 3, grid.rows))],
        3: [above, table(part(review, 3, 4))],
    }
    return page(report, tables).encode()


def on_a_site(report: Report) -> bytes:
    """The report in the frame of a site: menus, neighbours, a footer with numbers of its own."""
    menu = "".join(
        f'<li><a href="#">{word}</a></li>' for word in ("首页", "机构概况", "新闻中心", "政务公开", "互动交流")
    )
    others = "".join(
        f'<li><a href="#">青澜市财政局{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-2{year % 10}</span></li>'
        for year in range(2014, 2021)
    )
    frame = (
        f'<div class="top"><ul>{menu}</ul></div><div class="crumb">当前位置：首页 &gt; 政府信息公开年报 &gt; 正文</div>'
        f'<div class="left"><h3>历年年报</h3><ul>{others}</ul></div><div class="content">{{}}</div>'
        "<div>上一篇：青澜市审计局2018年政府信息公开年度报告<br>下一篇：关于2017年政府信息公开工作考核结果的通报</div>"
        '<div class="footer">主办：青澜市人民政府办公室　网站标识码：3307820001　浙ICP备05012345号<br>'
        "联系电话：0579-12345678　您是第 1234567 位访问者　建议使用1024×768分辨率</div>"
    )
    return page(report, tables_of(report), frame).encode()


def mojibake(report: Report) -> bytes:
    """UTF-8 that somebody read as Latin-1 and saved again as UTF-8."""
    return page(report, tables_of(report)).encode().decode("latin-1").encode()


def boxes(report: Report) -> bytes:
    """Tables that are made of boxes: no table element at all."""

    def boxed(grid: Grid) -> str:
        lines = ("".join(f'<div class="td">{cell.text}</div>' for cell in cells) for cells in grid.by_row())
        return '<div class="table">' + "".join(f'<div class="tr">{line}</div>' for line in lines) + "</div>"

    tables: dict[int, Sequence[str]] = {
        1: [boxed(grid) for grid in grids.article20(report)],
        2: [boxed(grids.requests(report))],
        3: [boxed(grids.review(report))],
    }
    style = "<style>.table{display:table}.tr{display:table-row}.td{display:table-cell}</style>"
    return page(report, tables, head=style).encode()


def notes_between(report: Report) -> bytes:
    """Rows of notes, with numbers in them, between the rows of figures."""
    chance = random.Random(report.title)

    def noted(grid: Grid) -> str:
        lines = []
        for cells in grid.by_row():
            lines.append(f"<tr>{row(cells)}</tr>")
            own = any(cell.value for cell in cells)
            if (
                own
                and chance.random() < 0.3
                and not any(c.row <= cells[0].row < c.row + c.rowspan - 1 for c in grid.cells)
            ):
                note = f"注：上行数据含网上申请{chance.randrange(2, 40)}件，较上年增加{chance.randrange(2, 9)}件"
                lines.append(f'<tr><td colspan="{grid.cols}">{note}</td></tr>')
        return '<table border="1">' + "".join(lines) + "</table>"

    tables: dict[int, Sequence[str]] = {
        1: [noted(grids.stack(grids.article20(report)))],
        2: [noted(grids.requests(report))],
        3: tables_of(report)[3],
    }
    return page(report, tables).encode()


def foot_first(report: Report) -> bytes:
    """The rows at the end in a tfoot that stands in front of the tbody, as older HTML wants it."""
    grid = grids.requests(report)
    lines = [f"<tr>{row(cells)}</tr>" for cells in grid.by_row()]
    text = (
        f'<table border="1"><thead>{"".join(lines[:3])}</thead><tfoot>{lines[-1]}</tfoot>'
        f"<tbody>{''.join(lines[3:-1])}</tbody></table>"
    )
    return page(report, {**tables_of(report), 2: [text]}).encode()


def foot_notes(report: Report) -> bytes:
    """Marks of footnotes, raised digits behind a value."""
    marks = iter(range(1, 10_000))

    def mark(text: str) -> str:
        number = next(marks)
        return f"{text}<sup>{number // 3 % 9 + 1}</sup>" if number % 3 == 0 else text

    return page(report, tables_of(report, of_values(mark))).encode()


def struck(report: Report) -> bytes:
    """Some values struck out with the corrected one behind them."""
    marks = iter(range(1, 10_000))

    def strike(text: str) -> str:
        number = next(marks)
        tag = ("del", "s", "strike", "span")[number % 4]
        style = ' style="text-decoration:line-through"' if tag == "span" else ""
        return f"<{tag}{style}>{number % 7 + 1}</{tag}>{text}" if number % 5 == 0 else text

    return page(report, tables_of(report, of_values(strike))).encode()
