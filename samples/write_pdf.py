"""Reports as text PDFs: ruled tables that run over pages, a vertical stub, page numbers as "- 4 -".

The font is one of the CID fonts that every PDF reader substitutes, so no font file travels with the samples.
"""

from __future__ import annotations

import io
import re

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from samples import grids
from samples.facts import Report
from samples.grids import Grid, GridCell

_FONT = "STSong-Light"
_WIDTH, _HEIGHT = 595.0, 842.0
_LEFT, _TOP, _BOTTOM = 60.0, 770.0, 72.0
_TEXT_WIDTH = _WIDTH - 2 * _LEFT
_BODY, _SMALL = 12.0, 9.0
_LEAD, _CELL_LEAD = 22.0, 11.5
_NARROW, _ROOMY = 3.5, 7.25  # above and below the text of a cell
_NOT_FIRST = "，。；：、？！）》”〕%"
_REQUEST_WIDTHS = [20.0, 44.0, 138.0] + [39.0] * 7


def document(report: Report) -> bytes:
    """The report as PDF; in the format `pdf-repeat` rows are roomier and a continued table repeats its header rows."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    sheet = _Sheet(report.title)
    repeat = report.format == "pdf-repeat"
    sheet.title(report.title)
    for text in report.preamble:
        sheet.paragraph(text)
    article20 = grids.stack(grids.article20(report))
    tables = {
        1: (article20, [_TEXT_WIDTH * 0.34] + [_TEXT_WIDTH * 0.11] * 6),
        2: (grids.requests(report), _REQUEST_WIDTHS),
        3: (grids.review(report), [_TEXT_WIDTH / 15] * 15),
    }
    for i, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        sheet.paragraph(heading)
        for text in texts:
            sheet.paragraph(text)
        if i in tables:
            sheet.table(*tables[i], repeat=repeat)
    sheet.right(report.name)
    sheet.right(f"{report.published.year}年{report.published.month}月{report.published.day}日")
    return sheet.close()


class _Sheet:
    """A canvas with a cursor `y` that moves down and turns the page."""

    def __init__(self, title: str) -> None:
        self._out = io.BytesIO()
        # No compression: its bytes would depend on the zlib in use.
        self._canvas = Canvas(self._out, pagesize=(_WIDTH, _HEIGHT), invariant=1, pageCompression=0)
        self._canvas.setTitle(title)
        self._canvas.setLineWidth(0.5)
        self._y = _TOP
        self._page = 1

    def close(self) -> bytes:
        self._number()
        self._canvas.save()
        return self._out.getvalue()

    def title(self, text: str) -> None:
        self._canvas.setFont(_FONT, 18)
        self._canvas.drawCentredString(_WIDTH / 2, self._y, text)
        self._y -= 2 * _LEAD

    def right(self, text: str) -> None:
        self._line(_WIDTH - _LEFT - _width(text, _BODY), text)

    def paragraph(self, text: str) -> None:
        for line in _wrap("　　" + text, _TEXT_WIDTH, _BODY):
            self._line(_LEFT, line)

    def _line(self, x: float, text: str) -> None:
        if self._y - _LEAD < _BOTTOM:
            self._turn()
        self._canvas.setFont(_FONT, _BODY)
        self._canvas.drawString(x, self._y, text)
        self._y -= _LEAD

    def _number(self) -> None:
        self._canvas.setFont(_FONT, _SMALL)
        self._canvas.drawCentredString(_WIDTH / 2, 40, f"- {self._page} -")

    def _turn(self) -> None:
        self._number()
        self._canvas.showPage()
        self._canvas.setLineWidth(0.5)
        self._page += 1
        self._y = _TOP

    def table(self, grid: Grid, widths: list[float], repeat: bool) -> None:
        heights = _row_heights(grid, widths, _ROOMY if repeat else _NARROW)
        start = 0
        head = grid.header if repeat else 0
        while start < grid.rows:
            leading = head if start else 0
            y = self._y - sum(heights[:leading])
            end = start
            while end < grid.rows and y - heights[end] >= _BOTTOM:
                y -= heights[end]
                end += 1
            if end <= max(start, grid.header):
                self._turn()
                continue
            if leading:
                self._part(grid, widths, heights, 0, leading)
            self._part(grid, widths, heights, start, end)
            start = end
            if start < grid.rows:
                self._turn()
        self._y -= _LEAD

    def _part(self, grid: Grid, widths: list[float], heights: list[float], start: int, end: int) -> None:
        """Rows start..end of the grid; of a cell that goes on beyond them, its share of the text."""
        for cell in grid.cells:
            first, last = max(cell.row, start), min(cell.row + cell.rowspan, end)
            if first < last:
                top = self._y - sum(heights[start:first])
                height = sum(heights[first:last])
                x, width = _LEFT + sum(widths[: cell.col]), sum(widths[cell.col : cell.col + cell.colspan])
                self._canvas.rect(x, top - height, width, height)
                self._text(_share(cell, _wrap(cell.text, width - 4, _SMALL), first, last), x, top, (width, height))
        self._y -= sum(heights[start:end])

    def _text(self, lines: list[str], x: float, top: float, box: tuple[float, float]) -> None:
        width, height = box
        self._canvas.setFont(_FONT, _SMALL)
        baseline = top - (height - len(lines) * _CELL_LEAD) / 2 - _SMALL
        for i, line in enumerate(lines):
            self._canvas.drawCentredString(x + width / 2, baseline - i * _CELL_LEAD, line)


def _share(cell: GridCell, lines: list[str], first: int, last: int) -> list[str]:
    """The lines of a cell that fall on rows first..last: a label cut by a page break continues on the next page."""
    if last - first == cell.rowspan:
        return lines
    done, upto = first - cell.row, last - cell.row
    per_row = -(-len(lines) // cell.rowspan)
    return lines[done * per_row : upto * per_row]


def _row_heights(grid: Grid, widths: list[float], pad: float) -> list[float]:
    heights = [_CELL_LEAD + 2 * pad] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        width = sum(widths[cell.col : cell.col + cell.colspan])
        need = len(_wrap(cell.text, width - 4, _SMALL)) * _CELL_LEAD + 2 * pad
        rows = slice(cell.row, cell.row + cell.rowspan)
        missing = need - sum(heights[rows])
        if missing > 0:
            heights[cell.row + cell.rowspan - 1] += missing
    return heights


def _wrap(text: str, width: float, size: float) -> list[str]:
    """Lines that fit; a number stays whole, and no line begins with a closing mark."""
    lines: list[list[str]] = [[]]
    for token in re.findall(r"[\w.@-]+(?<=[A-Za-z0-9])|.", text, re.ASCII):
        if not lines[-1] or _width("".join(lines[-1]) + token, size) <= width:
            lines[-1].append(token)
        elif token in _NOT_FIRST:
            lines.append([lines[-1].pop(), token])
        else:
            lines.append([token])
    return ["".join(line) for line in lines]


def _width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, _FONT, size))
