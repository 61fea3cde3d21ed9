"""Workbooks of any kind once their values are known: a region of a sheet is a grid, a column of prose is prose."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from ingest.blocks import Block, Document, GridBlock, GridCell, TextBlock
from ingest.cleaning import clean
from ingest.grid import check_rows, trimmed
from ingest.limits import LIMITS

_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_PERCENT = re.compile(r"[^%]*?(?:\.(0+))?%")
_LITERAL = re.compile(r'"([^"]*)"|\[[^\]]*\]')
_SCALING = re.compile(r"[0#?](,+)(?![0#?,])")
_ESCAPED_POINT = re.compile(r"[!\\]\.([0#?]+)")
_DECIMALS = re.compile(r"(?<![!\\])\.([0#?]+)")
_FINEST = 8
"""Decimals: nothing that is counted or paid has more."""
Place = tuple[int, int]
"""Row and column, 1-based."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as its file states it: values with their number formats, merges by their first place."""

    name: str
    visible: bool
    values: Mapping[Place, tuple[object, str]]
    spans: Mapping[Place, Place] = field(default_factory=dict)
    """First place → last place of a merged range."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()


def document(sheets: Iterable[Sheet], notes: Iterable[str] = ()) -> Document:
    """The visible sheets as a Document without pages; what is hidden is named in its warnings."""
    blocks: list[Block] = []
    said = list(notes)
    for sheet in sheets:
        if not sheet.visible:
            said.append(f"略去隐藏工作表“{sheet.name}” / hidden sheet {sheet.name} left out")
            continue
        cells, hidden = _visible_cells(sheet)
        if hidden:
            said.append(f"工作表“{sheet.name}”略去隐藏的行列 / {sheet.name}: hidden rows or columns left out")
        name = "" if _DEFAULT_NAME.fullmatch(sheet.name.strip()) else clean(sheet.name)
        if name and any(cell.text for cell in cells):
            blocks.append(TextBlock(name, heading=1))
        blocks.extend(region_blocks(cells, name))
    return Document(tuple(blocks), warnings=tuple(said))


def _visible_cells(sheet: Sheet) -> tuple[list[GridCell], bool]:
    """The filled cells with their merges, hidden rows and columns cut out, and whether any were.

    Only cells that exist are walked: a sheet with one cell in its last corner is small.
    """
    rows, cols = _Axis(sorted(sheet.hidden_rows)), _Axis(sorted(sheet.hidden_cols))
    found: list[GridCell] = []
    seen_hidden = False
    for (row, col), (value, number_format) in sorted(sheet.values.items(), key=lambda item: item[0]):
        text = _rendered(value, number_format)
        last_row, last_col = sheet.spans.get((row, col), (row, col))
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


def _rendered(value: object, number_format: str) -> str:
    """A value as the sheet's reader sees it: no float noise, percentages as percentages, dates in ISO form."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(Decimal(format(value, ".15g")), number_format)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return clean(str(value))


def _number(value: Decimal, number_format: str) -> str:
    percent = _PERCENT.match(number_format)
    if percent is None:
        return _scaled(value, number_format) or _plain(_without_noise(value))
    decimals = Decimal(1).scaleb(-len(percent[1] or ""))
    return f"{(value * 100).quantize(decimals, ROUND_HALF_UP):f}%"


def _scaled(value: Decimal, number_format: str) -> str | None:
    """What a format shows that divides: by thousands for commas behind the digits, by tens for an escaped point.

    None for every other format. Its words follow the number: they say what is shown, "万元" for amounts kept in 元.
    """
    digits = _LITERAL.sub("", number_format.split(";")[0])
    commas, point = _SCALING.search(digits), _ESCAPED_POINT.search(digits)
    if not commas and not point:
        return None
    decimals = _DECIMALS.search(digits)
    value = value.scaleb(-3 * len(commas[1]) if commas else 0)
    value = value.quantize(Decimal(1).scaleb(-len(decimals[1]) if decimals else 0), ROUND_HALF_UP)
    words = "".join(match[1] or "" for match in _LITERAL.finditer(number_format.split(";")[0]))
    return _plain(value.scaleb(-len(point[1]) if point else 0)) + words.strip()


def _without_noise(value: Decimal) -> Decimal:
    """The value without what computing with floats leaves behind its last digit."""
    exponent = value.as_tuple().exponent
    return round(value, _FINEST) if isinstance(exponent, int) and exponent < -_FINEST else value


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def region_blocks(cells: Iterable[GridCell], caption: str) -> Iterator[Block]:
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
