"""An answer's figures as a file for a spreadsheet: every value as stated, with its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter

from assistant import phrasing
from assistant.answer import Answer, AnswerFigure
from assistant.arithmetic import plain

_COLUMNS = {
    "zh": ("机关", "年度", "项目", "数值", "单位", "状态", "文件", "页", "位置", "原文"),
    "en": ("Agency", "Year", "Item", "Value", "Unit", "Status", "File", "Page", "Place", "Quote"),
}
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(answer: Answer, language: str) -> bytes:
    """UTF-8 with a mark, as spreadsheets expect it; no cell can be taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in _rows(answer, language):
        writer.writerow([_inert(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(answer: Answer, language: str) -> bytes:
    """A workbook of one sheet; text is text, and numbers keep every digit that a spreadsheet can hold."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line, row in enumerate(_rows(answer, language), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column)
            assert isinstance(cell, Cell)
            if line > 1 and column == 4 and _exact(value):
                cell.value = int(value) if value.lstrip("-").isdigit() else float(value)
            else:
                cell.value = _printable(value)
                cell.data_type = "s"  # never a formula, whatever it begins with
    for column, width in enumerate((22, 8, 36, 14, 8, 14, 24, 6, 48, 24), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(answer: Answer, language: str) -> Iterator[tuple[str, ...]]:
    yield _COLUMNS[language]
    operands = answer.derivation.operands if answer.derivation else ()
    sources = {one.n: one.source for one in answer.citations}
    for figure in dict.fromkeys((*answer.figures, *operands)):
        source = sources.get(figure.citation)
        place = " / ".join((*source.row, *source.col)) or " › ".join(source.section) if source else ""
        yield (
            *_stated(figure, language),
            source.file if source else "",
            str(source.page or "") if source else "",
            place,
            source.quote if source else "",
        )


def _stated(figure: AnswerFigure, language: str) -> tuple[str, ...]:
    return (
        figure.agency or "",
        str(figure.year or ""),
        figure.label,
        plain(figure.value) if figure.value is not None else "",
        phrasing.unit_name(figure.unit, language) if figure.unit else "",
        phrasing.status(figure.status, language),
    )


def _inert(value: str) -> str:
    number = value.lstrip("-").replace(".", "", 1)
    return "'" + value if value.startswith(_FORMULA_SIGNS) and not number.isdigit() else value


def _exact(value: str) -> bool:
    """A number whose digits a spreadsheet keeps: at most fifteen."""
    digits = value.lstrip("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit() and len(digits) <= 15


def _printable(value: str) -> str:
    return "".join(sign if sign >= " " or sign in "\n\t" else " " for sign in value)
