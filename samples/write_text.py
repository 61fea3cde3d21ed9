"""Reports as plain text: harvested from a page, with table cells glued together, or as Markdown."""

from __future__ import annotations

from samples import grids
from samples.facts import Report
from samples.grids import Grid

_RULE = "=" * 20


def separator(report: Report, row: int, col: int) -> str:
    """What stands before the figure `col` of a row in the harvested text: mostly nothing."""
    spaced = report.format == "text-spaced" and col > 0 and (row * 3 + col) % 4 == 0
    return " " if spaced else ""


def harvested(report: Report) -> bytes:
    """A header of labelled lines, then the page's text in one line (or one line a section)."""
    head = [
        f"标题: {report.title}",
        f"发布时间: {report.published:%Y-%m-%d} 09:{report.year % 60:02d}",
        f"发布机构: {report.name}",
        f"索引号: {report.index}",
        f"原文链接: https://{report.contact['site']}/zwgk/nb/{report.published:%Y%m}/t{report.published:%Y%m%d}.htm",
        f"{_RULE} 正文 {_RULE}",
    ]
    body = _body(report)
    joined = "\n".join(body) if report.format == "text-lines" else "".join(body)
    if report.format == "text-spaced":
        joined = f"当前位置： 首页 政府信息公开 年度报告 {report.title} 字号： 大 中 小 {joined} 打印本页 关闭窗口"
    return ("\n".join(head) + "\n" + joined + "\n").encode()


def _body(report: Report) -> list[str]:
    tables = {1: grids.article20(report), 2: [grids.requests(report)], 3: [grids.review(report)]}
    parts = ["".join(report.preamble)]
    for i, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        parts.append(heading + "".join(texts) + "".join(_glued(report, grid) for grid in tables.get(i, [])))
    return [*parts, f"{report.name}{report.published.year}年{report.published.month}月{report.published.day}日"]


def _glued(report: Report, grid: Grid) -> str:
    pieces = []
    for row in grid.by_row():
        figures = 0
        for cell in row:
            pieces.append(separator(report, cell.row, figures) if cell.value else "")
            pieces.append(cell.text)
            figures += cell.value
    return "".join(pieces)


def markdown(report: Report) -> bytes:
    """Headings and pipe tables; a merged cell keeps its text in its first place, the rest is empty."""
    lines = [f"# {report.title}", "", f"索引号：{report.index}　发布日期：{report.published:%Y-%m-%d}", ""]
    lines += [line for text in report.preamble for line in (text, "")]
    tables = {1: grids.article20(report), 2: [grids.requests(report)], 3: [grids.review(report)]}
    for i, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        lines += [f"## {heading}", ""]
        lines += [line for text in texts for line in (text, "")]
        lines += [line for grid in tables.get(i, []) for line in _pipes(grid)]
    lines += [report.name, "", f"{report.published:%Y-%m-%d}"]
    return ("\n".join(lines) + "\n").encode()


def _pipes(grid: Grid) -> list[str]:
    places = {col: i for i, col in enumerate(sorted({cell.col for cell in grid.cells}))}
    rows = [[""] * len(places) for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][places[cell.col]] = cell.text
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + " --- |" * len(places), *lines[1:], ""]
