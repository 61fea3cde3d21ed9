"""What a report is: frozen values that the readers make, the library keeps and the answers cite.

Every offset is a character offset into `Report.text`, the report's extracted text, so that
`report.text[source.start:source.end] == source.quote` always holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

Path = tuple[str, ...]
Layout = Literal["top", "left", "hierarchical", "irregular"]
"""Headers on top; each row led by its header; headers of several levels or on two sides; headers in several places."""
Heads = Literal["", "column", "row"]
"""What a cell is the header of: nothing, the cells below it, the cells to its right."""
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in PDF points, the origin at the page's top left."""


ContactKind = Literal["department", "telephone", "address", "postcode", "email", "website", "fax"]


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach an agency; `value` stands between `start` and `end`, both 0 when a person stated it."""

    kind: ContactKind
    value: str
    start: int = 0
    end: int = 0


class FigureStatus(StrEnum):
    """How a figure came to us; every answer that shows the figure says so."""

    REPORTED = "reported"
    BLANK = "blank"
    RECONSTRUCTED = "reconstructed"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"
    DERIVED = "derived"


_CODE_PART = 2

USABLE = (FigureStatus.REPORTED, FigureStatus.RECONSTRUCTED)
"""The statuses of a figure that has a value of its own."""


@dataclass(frozen=True, slots=True)
class Source:
    """The place that proves a statement: a sentence, or one cell of a table."""

    report_id: str
    file: str
    title: str
    agency: str | None
    year: int | None
    section: Path
    page: int | None
    """1-based; None where the format has no pages."""
    table_id: str | None
    cell: tuple[int, int] | None
    """(row, column), 0-based, in the table's resolved grid."""
    row: Path
    col: Path
    bbox: Box | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a report states, or the statement that a cell of the form holds none."""

    figure_id: str
    report_id: str
    agency: str | None
    region: str | None
    year: int | None
    form: str | None
    table: str
    """A table code of the form ("art20", "requests", "review"), else the caption; "prose" in a sentence."""
    row: Path
    col: Path
    measure: str | None
    """The form's stable code of the cell, `table.row.column`, else None."""
    raw: str
    value: Decimal | None
    unit: str | None
    status: FigureStatus
    basis: str | None
    """The identity that a reconstructed figure rests on, the candidates of an ambiguous one, why one is missing."""
    source: Source
    scope: Path = ()
    """In a sentence, the words that say which part or comparison a number is: 其中, 累计, 同比, 含上年结转."""
    period: str | None = None
    """In a sentence, the nearest time named before a number, as written; None where none is, or several are."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, up to the next heading of its level."""

    path: Path
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose: `report.text[start:end]`."""

    text: str
    start: int
    end: int
    section: Path
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table at its origin; it covers `rowspan` x `colspan` places of the grid."""

    row: int
    col: int
    text: str
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    box: Box | None = None
    heads: Heads = ""
    level: int = 0
    """How deep a row's header stands in the hierarchy of its column: 0 at the top."""


@dataclass(frozen=True)
class Table:
    """A grid with its spans resolved: every place (row, col) belongs to exactly one cell, or to none."""

    table_id: str
    caption: str
    unit: str | None
    section: Path
    page: int | None
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    header_rows: int
    """How many rows on top are column headers."""
    stub_cols: int
    """How many columns on the left are row headers."""
    start: int
    end: int
    kind: str | None = None
    """The form's table code when the grid belongs to a standard form."""
    reconstructed: bool = False
    """True when the grid was rebuilt from glued text, so that it is ours and not the file's."""
    layout: Layout = "top"

    @cached_property
    def _places(self) -> dict[tuple[int, int], Cell]:
        places: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for col in range(cell.col, cell.col + cell.colspan):
                    places.setdefault((row, col), cell)
        return places

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers this place of the grid, or None where the grid has a hole."""
        return self._places.get((row, col))

    @cached_property
    def _lines(self) -> list[tuple[Cell, ...]]:
        lines: list[tuple[Cell, ...]] = []
        for row in range(self.n_rows):
            line: list[Cell] = []
            for col in range(self.n_cols):
                cell = self._places.get((row, col))
                if cell is not None and (not line or line[-1] is not cell):
                    line.append(cell)
            lines.append(tuple(line))
        return lines

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """The distinct cells that touch a row, from left to right."""
        return self._lines[row] if 0 <= row < self.n_rows else ()

    def column_path(self, row: int, col: int) -> Path:
        """The texts of the nearest headers above a place of the grid, from the top down, without repetition."""
        path: list[str] = []
        place = row - 1
        while place >= 0:
            cell = self.at(place, col)
            if cell is not None and cell.heads == "column":
                path.append(cell.text.strip())
                place = cell.row
            elif path:
                break
            place -= 1
        return _distinct(reversed(path))

    def row_path(self, row: int, col: int) -> Path:
        """The texts of the nearest headers on the left of a place, with those that stand above them in a hierarchy."""
        path: list[Cell] = []
        place = col - 1
        while place >= 0:
            cell = self.at(row, place)
            if cell is not None and cell.heads == "row":
                path.append(cell)
                place = cell.col
            elif path:
                break
            place -= 1
        return _distinct(text for cell in reversed(path) for text in (*self._above(cell), cell.text.strip()))

    def _above(self, cell: Cell) -> list[str]:
        """The headers under which a header of a lower level stands."""
        found: list[str] = []
        level, row = cell.level, cell.row
        while level and row:
            row -= 1
            upper = self.at(row, cell.col)
            if upper is not None and upper.heads == "row" and upper.level < level:
                found.append(upper.text.strip())
                level = upper.level
        return found[::-1]


def _distinct(texts: Iterable[str]) -> Path:
    """Each text once, but for the parts of a code (208, 05, 05)."""
    kept: list[str] = []
    for text in texts:
        if text and (text not in kept or (text.isdigit() and len(text) == _CODE_PART)):
            kept.append(text)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read from one file: its text, its shape, its figures, and what could not be read."""

    report_id: str
    title: str
    agency: str | None
    region: str | None
    year: int | None
    form: str | None
    file: str
    """The file's name, without its folder."""
    sha256: str
    pages: int | None
    text: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    warnings: tuple[str, ...] = ()
    parent: str | None = None
    """The agency above `agency`, where the report or the agency's own name says which."""
    period: tuple[date, date] | None = None
    """The first and the last day that the figures cover, as stated."""
    published: date | None = None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A retrieval unit: a run of paragraphs of one section, or a group of rows of one table."""

    chunk_id: str
    report_id: str
    ordinal: int
    text: str
    """What is indexed and shown; begins with the heading path, and for tables with the headers."""
    section: Path
    start: int
    end: int
    page: int | None = None
    table_id: str | None = None
    rows: tuple[int, int] | None = field(default=None)
    """First and last row (exclusive) of a table chunk."""
