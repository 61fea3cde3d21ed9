"""Text, Markdown and CSV files whose tables have lost their blanks, are folded, or carry marks beside the numbers."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Callable, Iterable

from bench.unseen.facts import invented
from bench.unseen.texts import filled, written
from samples import grids
from samples.facts import Report
from samples.grids import Grid, GridCell

Mark = Callable[[str, int], str]


def _piped(mark: Mark) -> Callable[[Report], bytes]:
    """Pipe tables whose values are written by `mark`, which is given the text and a running number."""

    def lines(grid: Grid) -> Iterable[str]:
        values = {(c.row, c.col): c for c in grid.cells if c.value}
        count = iter(range(10_000))
        for number, row in enumerate(filled(grid)):
            shown = [mark(t, next(count)) if (number, col) in values else t for col, t in enumerate(row)]
            yield "| " + " | ".join(shown) + " |"
            if number == 0:
                yield "|" + "---|" * grid.cols

    return lambda report: written(report, lines, mark="## ").encode()


note_marks = _piped(lambda text, n: f"{text}[^{n % 9 + 1}]" if n % 4 == 0 else text)
raised_marks = _piped(lambda text, n: f"{text}^{n % 9 + 1}^" if n % 4 == 0 else text)
struck = _piped(lambda text, n: f"~~{n % 7 + 1}~~{text}" if n % 4 == 0 else text)
struck_html = _piped(lambda text, n: f"<del>{n % 7 + 1}</del> {text}" if n % 4 == 0 else text)
links = _piped(lambda text, n: f"[{text}](http://a.example/{n})" if n % 4 == 0 else text)
code = _piped(lambda text, _n: f"`{text}`")
mathematics = _piped(lambda text, n: f"${text}^{{{n % 9 + 1}}}$" if n % 4 == 0 else f"${text}$")
nearly_digits = _piped(lambda text, _n: text.replace("0", "O").replace("1", "l"))


def zeros_dropped(report: Report) -> bytes:
    """Cells with a nought are empty, and the tabs of empty cells are gone: the numbers close up."""

    def lines(grid: Grid) -> Iterable[str]:
        for row in grid.by_row():
            yield "\t".join(c.text for c in row if not (c.value and c.text == "0"))

    return written(report, lines).encode()


def folded(width: int) -> Callable[[Report], bytes]:
    """Everything folded to a width, tables too, as mails are."""

    def fold(report: Report) -> bytes:
        text = written(report, lambda grid: (" ".join(c.text for c in row) for row in grid.by_row()))
        return "\n".join(line for part in text.split("\n") for line in (textwrap.wrap(part, width) or [""])).encode()

    return fold


def glued(report: Report) -> bytes:
    """Cells run together without anything between them, a table a line."""
    return written(report, lambda grid: ["".join(c.text for c in grid.cells)]).encode()


def glued_rows(report: Report) -> bytes:
    """Cells run together within a row, a row a line."""
    return written(report, lambda grid: ("".join(c.text for c in row) for row in grid.by_row())).encode()


def commas(report: Report) -> bytes:
    """Chinese commas between the cells of a row, in a line of text."""
    return written(report, lambda grid: ("，".join(c.text for c in row) for row in grid.by_row())).encode()


def pairs(report: Report) -> bytes:
    """Every cell as a sentence: label, header, colon, number."""

    def lines(grid: Grid) -> Iterable[str]:
        rows = filled(grid, again=True)
        for cell in (c for c in grid.cells if c.value):
            stub = [t for t in rows[cell.row][: grids.REQUEST_STUBS] if not t.isdigit()]
            head = [rows[line][cell.col] for line in range(grid.header)]
            yield "，".join(dict.fromkeys([*stub, *head])) + f"：{cell.text}"

    return written(report, lines).encode()


def columns_first(report: Report) -> bytes:
    """The cells column by column, one a line, as some PDF tools copy them."""

    def lines(grid: Grid) -> Iterable[str]:
        return (c.text for c in sorted(grid.cells, key=lambda c: (c.col, c.row)))

    return written(report, lines).encode()


def labels_then_numbers(report: Report) -> bytes:
    """All labels of a table, then all its numbers, one row a line."""

    def lines(grid: Grid) -> Iterable[str]:
        yield from (" ".join(c.text for c in row if not c.value) for row in grid.by_row())
        for row in grid.by_row():
            numbers = [c.text for c in row if c.value]
            if numbers:
                yield " ".join(numbers)

    return written(report, lines).encode()


def _comma_rows(report: Report, write: Callable[[GridCell], str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    tables = {1: grids.article20(report), 2: [grids.requests(report)], 3: [grids.review(report)]}
    writer.writerow([report.title])
    for number, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        writer.writerows([[heading], *([text] for text in texts)])
        for grid in tables.get(number, ()):
            for row in grid.by_row():
                cells = [""] * grid.cols
                for cell in row:
                    cells[cell.col] = write(cell)
                writer.writerow(cells)
    writer.writerow([report.name])
    return out.getvalue()


def quoted_thousands(report: Report) -> bytes:
    """CSV whose numbers are quoted, with thousands, and whose labels hold line breaks."""

    def write(cell: GridCell) -> str:
        if cell.value:
            return f"{int(cell.text):,}" if cell.text.lstrip("-").isdigit() else cell.text
        return cell.text[:4] + "\n" + cell.text[4:] if len(cell.text) > 8 else cell.text

    return _comma_rows(report, write).encode("utf-8-sig")


def unquoted_thousands(report: Report) -> bytes:
    """CSV in which thousands' commas are not quoted, so that a number falls into two cells."""
    return _comma_rows(
        report, lambda c: f"{int(c.text):,}" if c.value and c.text.lstrip("-").isdigit() else c.text
    ).replace('"', "").encode("utf-8-sig")  # fmt: skip


def two_years(report: Report) -> bytes:
    """A text with last year's requests under their own heading behind this year's, as an annex."""
    old = invented(f"{report.title} before")
    text = written(report, lambda grid: ("\t".join(row) for row in filled(grid)))
    rows = "\n".join("\t".join(row) for row in filled(grids.requests(old)))
    return f"{text}\n附件：{report.year - 1}年收到和处理政府信息公开申请情况\n{rows}\n".encode()
