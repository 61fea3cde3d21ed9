"""Text files, Markdown and CSV as copying, harvesting and converting programs leave them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from bench.unseen import pages
from samples import grids
from samples.facts import Report
from samples.grids import Grid

Lines = Callable[[Grid], Iterable[str]]


def filled(grid: Grid, *, again: bool = False) -> list[list[str]]:
    """The grid as rows of equal length; a cell that spans stands in its first place, or in every one."""
    rows = [[""] * grid.cols for _ in range(grid.rows)]
    for cell in grid.cells:
        for line in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                if again or (line, col) == (cell.row, cell.col):
                    rows[line][col] = cell.text
    return rows


def written(report: Report, lines: Lines, *, mark: str = "") -> str:
    """The report as lines: headings, sentences, and each table as its lines."""
    tables = {1: grids.article20(report), 2: [grids.requests(report)], 3: [grids.review(report)]}
    parts = [f"{mark}{report.title}", *report.preamble]
    for number, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        parts += [mark + heading, *texts]
        for grid in tables.get(number, ()):
            parts += ["", *lines(grid), ""]
    return "\n".join([*parts, report.name, pages.date_of(report)]) + "\n"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def aligned(report: Report) -> bytes:
    """Columns that only spaces keep apart."""

    def lines(grid: Grid) -> Iterable[str]:
        rows = filled(grid)
        widths = [max(_width(row[col]) for row in rows) + 2 for col in range(grid.cols)]
        for row in rows:
            yield "".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()

    return written(report, lines).encode()


def drawn(report: Report) -> bytes:
    """Tables drawn with the characters for boxes."""

    def lines(grid: Grid) -> Iterable[str]:
        yield "┌" + "┬".join("────" for _ in range(grid.cols)) + "┐"
        for number, row in enumerate(filled(grid)):
            if number:
                yield "├" + "┼".join("────" for _ in range(grid.cols)) + "┤"
            yield "│" + "│".join(text or "　" for text in row) + "│"
        yield "└" + "┴".join("────" for _ in range(grid.cols)) + "┘"

    return written(report, lines).encode()


def bars(report: Report) -> bytes:
    """Bars between the cells and none at the ends, no rule below the headers."""
    return written(report, lambda grid: (" | ".join(row) for row in filled(grid))).encode()


def cell_a_line(report: Report) -> bytes:
    """Every cell on a line of its own, as a copied page often is."""
    return written(report, lambda grid: (cell.text for cell in grid.cells)).encode()


def wide_spaces(report: Report) -> bytes:
    """Full-width spaces between the cells of a row."""
    return written(report, lambda grid: ("　".join(c.text for c in row) for row in grid.by_row())).encode("gb18030")


def tabs_with_blanks(report: Report) -> bytes:
    """Tabs, and an empty cell for each place that a span covers, as a sheet is copied."""
    return written(report, lambda grid: ("\t".join(row) for row in filled(grid))).encode("utf-16")


def markdown(report: Report) -> bytes:
    """Pipe tables with an empty header, spans repeated, values in bold, zeros escaped."""

    def lines(grid: Grid) -> Iterable[str]:
        yield "|" + "   |" * grid.cols
        yield "|" + ":-:|" * grid.cols
        for row in filled(grid, again=True):
            yield "| " + " | ".join(f"**{text}**" if text.isdigit() else text for text in row) + " |"

    return written(report, lines, mark="# ").encode()


def markdown_first_row(report: Report) -> bytes:
    """The first row taken for the header, the rest as it comes, spans left empty."""

    def lines(grid: Grid) -> Iterable[str]:
        for number, row in enumerate(filled(grid)):
            yield "| " + " | ".join(row) + " |"
            if number == 0:
                yield "|" + "---|" * grid.cols

    return written(report, lines, mark="## ").encode()


def markdown_with_html(report: Report) -> bytes:
    """Markdown whose tables are HTML, as converters write merged cells."""
    return written(report, lambda grid: [pages.table(grid, attributes="")], mark="## ").encode()


def comma_separated(report: Report) -> bytes:
    """The whole report as a CSV file in GB18030: text in the first column."""
    return _separated(report, ",").encode("gb18030")


def semicolons(report: Report) -> bytes:
    """The same with semicolons and a byte order mark."""
    return _separated(report, ";").encode("utf-8-sig")


def _separated(report: Report, mark: str) -> str:
    tables = {1: grids.article20(report), 2: [grids.requests(report)], 3: [grids.review(report)]}
    out = io.StringIO()
    write = csv.writer(out, delimiter=mark)
    rows: list[Sequence[str]] = [[report.title], *([text] for text in report.preamble)]
    for number, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        rows += [[heading], *([text] for text in texts)]
        for grid in tables.get(number, ()):
            rows += filled(grid)
    write.writerows([*rows, [report.name], [pages.date_of(report)]])
    return out.getvalue()
