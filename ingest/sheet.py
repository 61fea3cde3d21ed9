"""Workbooks and CSV: a region of a sheet is a grid, a column of prose is prose. The only importer of openpyxl."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
import warnings
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.workbook.workbook import Workbook

from assistant.errors import ReadingError
from ingest.blocks import Block, Document, GridBlock, GridCell, TextBlock
from ingest.cleaning import clean
from ingest.grid import check_rows, trimmed
from ingest.limits import LIMITS, refusal

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_PERCENT = re.compile(r"[^%]*?(?:\.(0+))?%")
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
    blocks: list[Block] = []
    notes: list[str] = []
    if without_value:
        notes.append(f"{without_value} 个公式没有结果，按空白处理 / {without_value} formulas hold no value")
    for worksheet in workbook.worksheets:
        if worksheet.sheet_state != "visible":
            notes.append(f"略去隐藏工作表“{worksheet.title}” / hidden sheet {worksheet.title} left out")
            continue
        cells, hidden = _visible_cells(worksheet)
        if hidden:
            notes.append(
                f"工作表“{worksheet.title}”略去隐藏的行列 / {worksheet.title}: hidden rows or columns left out"
            )
        name = "" if _DEFAULT_NAME.fullmatch(worksheet.title.strip()) else clean(worksheet.title)
        if name and any(cell.text for cell in cells):
            blocks.append(TextBlock(name, heading=1))
        blocks.extend(_region_blocks(cells, name))
    return Document(tuple(blocks), warnings=tuple(notes))


def _load(path: Path) -> Workbook:
    """Opened as a stream, because openpyxl would judge a path by its suffix."""
    with path.open("rb") as file, warnings.catch_warnings():
        # What openpyxl warns about (styles, validations, extensions) is nothing that is read here.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(file, data_only=True)


def read_csv(text: str) -> Document:
    """A decoded CSV or TSV file; the delimiter is sniffed."""
    try:
        delimiter = csv.Sniffer().sniff(text[:_SAMPLE], delimiters=",;\t|").delimiter
    except csv.Error:
        delimiter = ","
    cells: list[GridCell] = []
    try:
        for row, fields in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            check_rows(row)
            texts = enumerate(map(clean, fields[: LIMITS.grid_cols]))
            cells.extend(GridCell(row, col, field) for col, field in texts if field)
    except csv.Error as error:
        raise ReadingError("damaged", f"CSV 文件格式有误，请重新导出 / The CSV file is malformed ({error})") from error
    return Document(tuple(_region_blocks(cells, "")))


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


def _visible_cells(worksheet: Worksheet) -> tuple[list[GridCell], bool]:
    """The filled cells with their merges, hidden rows and columns cut out, and whether any were.

    Only cells that exist are walked: a sheet with one cell in its last corner is small.
    """
    spans = {(area.min_row, area.min_col): (area.max_row, area.max_col) for area in worksheet.merged_cells.ranges}
    hidden_rows = {row for row, dimension in worksheet.row_dimensions.items() if dimension.hidden}
    hidden_cols = set(
        itertools.chain.from_iterable(
            range(dimension.min, dimension.max + 1)
            for dimension in worksheet.column_dimensions.values()
            if dimension.hidden and dimension.min and dimension.max
        )
    )
    rows, cols = _Axis(sorted(hidden_rows)), _Axis(sorted(hidden_cols))
    found: list[GridCell] = []
    seen_hidden = False
    for (row, col), cell in sorted(worksheet._cells.items()):
        text = _rendered(cell)
        last_row, last_col = spans.get((row, col), (row, col))
        if not text:
            continue
        height, width = rows.count(row, last_row), cols.count(col, last_col)
        if not height or not width:
            seen_hidden = True
            continue
        found.append(GridCell(rows.index(row), cols.index(col), text, height, width))
    return found, seen_hidden


@dataclass(frozen=True, slots=True)
class _Axis:
    """Row or column numbers as places among the visible ones; `hidden` is sorted."""

    hidden: list[int]

    def index(self, number: int) -> int:
        """0-based place of the first visible number from `number` on."""
        return number - 1 - bisect_left(self.hidden, number)

    def count(self, first: int, last: int) -> int:
        """How many numbers of a range are visible."""
        return last - first + 1 - (bisect_right(self.hidden, last) - bisect_left(self.hidden, first))


def _rendered(cell: Cell | MergedCell) -> str:
    """A value as the sheet's reader sees it: no float noise, percentages as percentages, dates in ISO form."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(Decimal(format(value, ".15g")), cell.number_format or "")
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return clean(str(value))


def _number(value: Decimal, number_format: str) -> str:
    percent = _PERCENT.match(number_format)
    if percent is None:
        return _plain(value)
    decimals = Decimal(1).scaleb(-len(percent[1] or ""))
    return f"{(value * 100).quantize(decimals, ROUND_HALF_UP):f}%"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _region_blocks(cells: Iterable[GridCell], caption: str) -> Iterator[Block]:
    """Splits a sheet at its empty rows; each part is prose, or a grid between its title and its notes."""
    for region in _regions(cells):
        rows = [list(row) for _, row in itertools.groupby(region, key=lambda cell: cell.row)]
        first, last = _table_bounds(rows)
        yield from (TextBlock(cell.text) for row in rows[:first] for cell in row if cell.text)
        if first < last:
            yield _grid_of([cell for row in rows[first:last] for cell in row], caption)
        yield from (TextBlock(cell.text) for row in rows[last:] for cell in row if cell.text)


def _regions(cells: Iterable[GridCell]) -> Iterator[list[GridCell]]:
    """Runs of rows without an empty row between them; a merged cell reaches over the rows it covers."""
    region: list[GridCell] = []
    end = 0
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.col)):
        if region and cell.row > end:
            yield region
            region = []
        region.append(cell)
        end = max(end, cell.row + cell.rowspan)
    if region:
        yield region


def _table_bounds(rows: list[list[GridCell]]) -> tuple[int, int]:
    """The rows that are a table: after titles of one cell, before notes that are merged across it.

    A one-cell row right above the header stays when such rows occur inside the table too: it is a banner.
    """
    singles = [_single(row) for row in rows]
    if all(singles):
        return len(rows), len(rows)
    first = singles.index(None)
    last = len(rows) - singles[::-1].index(None)
    inner = [single for single in singles[first:last] if single]
    above = singles[first - 1] if first else None
    if above and any(single.colspan == above.colspan and single.col == above.col for single in inner):
        first -= 1
    while last < len(rows) and (note := singles[last]) is not None and note.colspan == 1 and len(note.text) <= 20:
        last += 1
    return first, last


def _single(row: list[GridCell]) -> GridCell | None:
    filled = [cell for cell in row if cell.text]
    return filled[0] if len(filled) == 1 and filled[0].rowspan == 1 else None


def _grid_of(cells: list[GridCell], caption: str) -> GridBlock:
    """The cells moved to the region's corner, every uncovered place of the region a blank cell."""
    top, left = min(cell.row for cell in cells), min(cell.col for cell in cells)
    bottom = max(cell.row for cell in cells) + 1
    check_rows(bottom - top)
    moved = [
        replace(cell, row=cell.row - top, col=cell.col - left, rowspan=min(cell.rowspan, bottom - cell.row))
        for cell in cells
        if cell.col - left < LIMITS.grid_cols
    ]
    grid = trimmed(moved, bottom - top, caption)
    if grid.n_rows * grid.n_cols > LIMITS.sheet_cells:
        return grid
    covered = {
        (row, col)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for col in range(cell.col, cell.col + cell.colspan)
    }
    places = itertools.product(range(grid.n_rows), range(grid.n_cols))
    blanks = (GridCell(row, col, "") for row, col in places if (row, col) not in covered)
    return replace(grid, cells=tuple(sorted((*grid.cells, *blanks), key=lambda cell: (cell.row, cell.col))))
