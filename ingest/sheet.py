"""Workbooks of today and CSV. The only importer of openpyxl."""

from __future__ import annotations

import csv
import io
import itertools
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.workbook.workbook import Workbook

from assistant.errors import ReadingError
from ingest.blocks import Document, GridCell
from ingest.cleaning import clean
from ingest.grid import check_rows
from ingest.limits import LIMITS, refusal
from ingest.workbook import Sheet, document, region_blocks

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_DELIMITERS = ",;\t|"
_SAMPLE = 8_192


def read(path: Path) -> Document:
    """A workbook's visible sheets as a Document without pages.

    Raises ReadingError: "too_large" before anything is unpacked that would not fit, "damaged" for broken XML.
    """
    try:
        without_value = _measure(path)
        workbook = _load(path)
    except (ElementTree.ParseError, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        zh = "不是完好的 Excel 文件，请用 Excel 打开并另存后再导入"
        raise refusal("damaged", path, zh, f"is a damaged workbook, save it anew ({error})") from error
    notes = (
        [f"{without_value} 个公式没有结果，按空白处理 / {without_value} formulas hold no value"]
        if without_value
        else []
    )
    return document(map(_sheet, workbook.worksheets), notes)


def _load(path: Path) -> Workbook:
    """Opened as a stream, because openpyxl would judge a path by its suffix."""
    with path.open("rb") as file, warnings.catch_warnings():
        # What openpyxl warns about (styles, validations, extensions) is nothing that is read here.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(file, data_only=True)


def read_csv(text: str) -> Document:
    """A decoded CSV or TSV file; the delimiter is sniffed."""
    delimiter = _delimiter(text[:_SAMPLE])
    cells: list[GridCell] = []
    try:
        for row, fields in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            check_rows(row)
            texts = enumerate(map(clean, fields[: LIMITS.grid_cols]))
            cells.extend(GridCell(row, col, field) for col, field in texts if field)
    except csv.Error as error:
        raise ReadingError("damaged", f"CSV 文件格式有误，请重新导出 / The CSV file is malformed ({error})") from error
    return Document(tuple(region_blocks(cells, "")))


def _delimiter(sample: str) -> str:
    """The delimiter that cuts most lines in several fields; a comma when none does."""
    counts = {mark: sum(mark in line for line in sample.splitlines()) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: counts[mark])


def _measure(path: Path) -> int:
    """Counts cells and merged areas in the sheets' XML, before openpyxl builds objects of them.

    Returns the number of formulas without a cached value.
    """
    cells = merged = without_value = 0
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
                continue
            with package.open(name) as part:
                for tag, element in _elements(part):
                    if tag == "c":
                        cells += 1
                        without_value += _lacks_value(element)
                    elif tag == "mergeCell":
                        merged += _area(element.get("ref", "A1"))
                    if cells > LIMITS.sheet_cells or merged > LIMITS.sheet_cells:
                        zh = f"的单元格或合并区域超过上限 {LIMITS.sheet_cells} 格，请拆分后再导入"
                        raise refusal("too_large", path, zh, f"has more than {LIMITS.sheet_cells} cells; split it")
    return without_value


def _elements(part: IO[bytes]) -> Iterator[tuple[str, ElementTree.Element]]:
    """Each cell, row and merge of a sheet as it ends; rows are emptied, so that memory stays small."""
    for _, element in ElementTree.iterparse(part):
        tag = element.tag.rpartition("}")[2]
        if tag in ("c", "mergeCell"):
            yield tag, element
        elif tag == "row":
            element.clear()


def _lacks_value(cell: ElementTree.Element) -> bool:
    children = {child.tag.rpartition("}")[2]: child for child in cell}
    return "f" in children and ("v" not in children or not children["v"].text)


def _area(reference: str) -> int:
    left, top, right, bottom = (bound or 1 for bound in range_boundaries(reference))
    return (right - left + 1) * (bottom - top + 1)


def _sheet(worksheet: Worksheet) -> Sheet:
    columns = (
        range(dimension.min, dimension.max + 1)
        for dimension in worksheet.column_dimensions.values()
        if dimension.hidden and dimension.min and dimension.max
    )
    return Sheet(
        worksheet.title,
        worksheet.sheet_state == "visible",
        {place: (cell.value, cell.number_format or "") for place, cell in worksheet._cells.items()},
        {(area.min_row, area.min_col): (area.max_row, area.max_col) for area in worksheet.merged_cells.ranges},
        frozenset(row for row, dimension in worksheet.row_dimensions.items() if dimension.hidden),
        frozenset(itertools.chain.from_iterable(columns)),
    )
