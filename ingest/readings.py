"""What was read in one cell of a form: the value, its status, and the place that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Flag, auto

from assistant.forms import Column
from assistant.report import Box, Cell, FigureStatus
from ingest.numbers import cell_number, is_blank


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: offsets into the report's text, and the cell when it stands in a table."""

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    table_id: str | None = None
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell of the form as a report states it."""

    status: FigureStatus
    raw: str
    place: Place
    value: Decimal | None = None
    unit: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Glued:
    """The digits of a row run together: its characters without white space, and where each one stands."""

    digits: str
    offsets: tuple[int, ...]
    breaks: frozenset[int]
    """Positions in `digits` in front of which the source has white space."""
    place: Place
    parted: bool = False
    """True where the source states its cells apart: white space then always parts two of them."""
    spoilt: bool = False
    """True when something else than numbers stands among the digits, so that no cut can be trusted."""

    def piece(self, start: int, end: int) -> Place:
        """The place of `digits[start:end]`."""
        return Place(self.offsets[start], self.offsets[end - 1] + 1, self.place.page, self.place.box)


class Fault(Flag):
    """What a row shows to be wrong with its grid: values repeated, lost, merged or blank, cells that pad."""

    NONE = 0
    EXTRA = auto()
    SHORT = auto()
    MERGED = auto()
    BLANK = auto()
    PADDED = auto()


DOUBTFUL = (Fault.EXTRA | Fault.SHORT, Fault.MERGED)
"""Where values were repeated as well as lost, or merged, the number of values in a row proves nothing."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row of the form: either its cells, or the glued digits that could not be cut yet."""

    code: str
    columns: tuple[Column, ...]
    label: Place
    cells: tuple[Reading, ...] = ()
    glued: Glued | None = None
    fault: Fault = Fault.NONE
    doubtful: bool = False
    """True in a grid whose values were repeated or merged elsewhere: then order alone does not prove the row."""
    displaced: bool = False
    """True where empty cells push values out of line: then only the row's own sums prove it."""

    def values(self) -> tuple[str, ...] | None:
        """The row's whole numbers as text, or None when any cell has none."""
        values = [cell.value for cell in self.cells]
        return tuple(str(value) for value in values if value is not None) if values and None not in values else None


def glue(text: str, start: int, place: Place) -> Glued:
    """Take the characters of `text`, which begins at offset `start` of the report, without its white space."""
    offsets: list[int] = []
    breaks: set[int] = set()
    for index, char in enumerate(text):
        if char.isspace():
            breaks.add(len(offsets))
        else:
            offsets.append(start + index)
    digits = "".join(text.split())
    return Glued(digits, tuple(offsets), frozenset(breaks - {0, len(offsets)}), place, parted="\t" in text)


def read_cell(text: str, column: Column, place: Place) -> Reading:
    """Read one cell under its column. What is neither blank nor one number is ambiguous and keeps its text."""
    if is_blank(text):
        written = text.strip()
        basis = f"单元格写作“{written}”，不是 0" if written else "单元格空白，不是 0"
        return Reading(FigureStatus.BLANK, written, place, unit=column.unit, basis=basis)
    number = cell_number(text)
    if number is None or (number.value < 0 and not column.signed) or (number.value % 1 and not column.decimal):
        return Reading(FigureStatus.AMBIGUOUS, text, place, unit=column.unit, basis=f"单元格写作“{text}”，不能确定数值")
    note = f"单元格附注：{number.note}" if number.note else None
    return Reading(FigureStatus.REPORTED, text, place, number.value, number.unit or column.unit, note)


def place_of(cell: Cell, table_id: str) -> Place:
    """The place of a table's cell."""
    return Place(cell.start, cell.end, cell.page, cell.box, table_id, (cell.row, cell.col))


def all_blank(cells: Sequence[Cell]) -> bool:
    """Whether no cell states anything."""
    return all(is_blank(cell.text) for cell in cells)
