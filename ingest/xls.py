"""Workbooks of Excel 97 to 2003. The only importer of xlrd."""

from __future__ import annotations

import io
from pathlib import Path

import xlrd
from xlrd.compdoc import CompDocError

from ingest.blocks import Document
from ingest.limits import LIMITS, refusal
from ingest.workbook import Sheet, document


def read(path: Path) -> Document:
    """A workbook's visible sheets as a Document without pages.

    Raises ReadingError: "damaged", "encrypted", "too_large".
    """
    try:
        with xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO()) as book:
            sheets = [_sheet(path, book, sheet) for sheet in book.sheets()]
    except (
        xlrd.XLRDError,
        CompDocError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        AssertionError,
        OSError,
    ) as error:
        if "encrypted" in str(error):
            raise refusal(
                "encrypted", path, "有密码保护，请去掉密码后再导入", "has a password; remove it first"
            ) from error
        zh = "不是完好的 Excel 文件，请用 Excel 打开并另存后再导入"
        raise refusal("damaged", path, zh, f"is a damaged workbook, save it anew ({error})") from error
    return document(sheets)


def _sheet(path: Path, book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    merged = {(top + 1, left + 1): (bottom, right) for top, bottom, left, right in sheet.merged_cells}
    area = sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in merged.items())
    if sheet.nrows * sheet.ncols > LIMITS.sheet_cells or area > LIMITS.sheet_cells:
        zh = f"的单元格或合并区域超过上限 {LIMITS.sheet_cells} 格，请拆分后再导入"
        raise refusal("too_large", path, zh, f"has more than {LIMITS.sheet_cells} cells; split it")
    values = {
        (row + 1, col + 1): _value(book, cell)
        for row in range(sheet.nrows)
        for col, cell in enumerate(sheet.row(row))
        if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    }
    return Sheet(
        sheet.name,
        sheet.visibility == 0,
        values,
        merged,
        frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(col + 1 for col, info in sheet.colinfo_map.items() if info.hidden),
    )


def _value(book: xlrd.book.Book, cell: xlrd.sheet.Cell) -> tuple[object, str]:
    """A cell's value and number format; errors show as they do in Excel."""
    number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, book.datemode), number_format
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value), number_format
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#ERR!"), number_format
        case _:
            return cell.value, number_format
