"""Reports as workbooks: a sheet of prose and one sheet a table, with merged ranges."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from samples import grids
from samples.facts import Report
from samples.freeze import freeze
from samples.grids import Grid

_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_SHEETS = {1: "主动公开", 2: "依申请公开", 3: "复议诉讼"}


def workbook(report: Report) -> bytes:
    """The report as .xlsx; figures are numbers, figures with their unit in the cell are text."""
    book = Workbook()
    book.properties.title = report.title
    book.properties.creator = report.name
    prose = book.active
    assert isinstance(prose, Worksheet)
    prose.title = "年度报告"
    prose.column_dimensions["A"].width = 100
    for row, text in enumerate(_lines(report), start=1):
        prose.cell(row, 1, text).alignment = _WRAPPED
    tables = {1: grids.stack(grids.article20(report)), 2: grids.requests(report), 3: grids.review(report)}
    for i, name in _SHEETS.items():
        sheet = book.create_sheet(name)
        sheet.cell(1, 1, report.headings[i])
        _fill(sheet, tables[i])
    out = io.BytesIO()
    book.save(out)
    return freeze(out.getvalue(), f"{report.published:%Y-%m-%d}")


def _lines(report: Report) -> list[str]:
    lines = [report.title, *report.preamble]
    for i, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        lines += [heading, *texts]
        if i in _SHEETS:
            lines.append(f"（数据见工作表“{_SHEETS[i]}”）")
    return [*lines, report.name, f"{report.published:%Y-%m-%d}"]


def _fill(sheet: Worksheet, grid: Grid) -> None:
    top = 2
    for cell in grid.cells:
        row, col = cell.row + top, cell.col + 1
        sheet.cell(row, col, _typed(cell.text) if cell.value else cell.text).alignment = _CENTRED
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(
                start_row=row, start_column=col, end_row=row + cell.rowspan - 1, end_column=col + cell.colspan - 1
            )


def _typed(text: str) -> int | float | str:
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text
