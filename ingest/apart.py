"""Rows whose labels stand apart from their numbers: page layout lost, a run of labels here, a run of numbers there.

Between two rows that are read whole, the form says which rows must follow. Where exactly so many rows of bare numbers
stand there, and each missing label is printed there too, they belong together in their order. That is believed only
when the identities over rows can be computed with them and hold; else the rows stay missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.forms import FormTable, Row
from assistant.report import Cell, FigureStatus, Paragraph, Table
from ingest.linear import label_patterns
from ingest.numbers import is_blank, is_numeric
from ingest.readings import Place, Reading, RowReading, place_of, read_cell
from ingest.repair import all_hold, settled_by

_NEAR = 300
"""So many characters before and behind its numbers a label may stand, where columns of text were read one by one."""
_NUMBERS = re.compile(r"\d+(?:\s+\d+)+")
_BASIS = "原文中标签与数字分开，按次序一一对应，并经“{rule}”验算"


@dataclass(frozen=True, slots=True)
class _Bare:
    """A row of numbers without a label."""

    start: int
    places: tuple[tuple[str, Place], ...]


def rows_apart(
    text: str,
    tables: Sequence[Table],
    paragraphs: Sequence[Paragraph],
    form_table: FormTable,
    found: Mapping[str, RowReading],
) -> dict[str, RowReading]:
    """The rows of a form's table put together from labels and numbers that stand apart; {} when not proved."""
    identities = [identity for identity in form_table.identities if identity.axis == "rows"]
    if form_table.layout != "rows" or not identities or not form_table.sums:
        return {}
    width = len(form_table.columns)
    taken = {(cell.place.table_id, cell.place.cell) for row in found.values() for cell in row.cells}
    bare = sorted([*_in_grids(tables, width, taken), *_in_text(paragraphs, width)], key=lambda one: one.start)
    matched: dict[str, RowReading] = {}
    for rows, start, end in _gaps(form_table, found, len(text)):
        inside = [one for one in bare if start <= one.start < end]
        for wanted in _alternatives(rows):
            if len(wanted) == len(inside) and (labels := _labels(text, wanted, start, end)):
                matched |= {
                    row.code: _reading(form_table, row, one, label)
                    for row, one, label in zip(wanted, inside, labels, strict=True)
                }
    return matched if _proved(form_table, found, matched) else {}


def _in_grids(
    tables: Sequence[Table], width: int, taken: set[tuple[str | None, tuple[int, int] | None]]
) -> Iterator[_Bare]:
    for table in tables:
        for row in range(table.n_rows):
            cells = [cell for cell in table.row_cells(row) if not is_blank(cell.text)]
            if len(cells) == width and all(_counts(cell, row) for cell in cells):
                places = tuple((cell.text, place_of(cell, table.table_id)) for cell in cells)
                if (table.table_id, places[0][1].cell) not in taken:
                    yield _Bare(cells[0].start, places)


def _counts(cell: Cell, row: int) -> bool:
    return cell.row == row and cell.rowspan == 1 and is_numeric(cell.text)


def _in_text(paragraphs: Sequence[Paragraph], width: int) -> Iterator[_Bare]:
    for paragraph in paragraphs:
        if not _NUMBERS.fullmatch(paragraph.text):
            continue
        tokens = [
            (match.group(), Place(paragraph.start + match.start(), paragraph.start + match.end(), paragraph.page))
            for match in re.finditer(r"\d+", paragraph.text)
        ]
        if len(tokens) == width:
            yield _Bare(paragraph.start, tuple(tokens))


def _gaps(form_table: FormTable, found: Mapping[str, RowReading], length: int) -> Iterator[tuple[list[Row], int, int]]:
    """The runs of missing rows between rows that are there, with the stretch of text where they should stand."""
    known = [(i, found[row.code].label) for i, row in enumerate(form_table.rows) if row.code in found]
    anchors = [(-1, 0, 0), *((i, where.start, where.end) for i, where in known), (len(form_table.rows), length, length)]
    if any(a[1] > b[1] for a, b in pairwise(anchors)):
        return
    for (before, _, start), (after, end, _) in pairwise(anchors):
        if rows := list(form_table.rows[before + 1 : after]):
            yield rows, start, end


def _alternatives(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows a report may print there: all, or one in the place of those it stands for."""
    single = [row for row in rows if row.instead_of]
    usual = [row for row in rows if not row.instead_of]
    replaced = {code for row in single for code in row.instead_of}
    short = [row for row in rows if row.code not in replaced]
    return [usual, short] if single and len(short) < len(usual) else [usual]


def _labels(text: str, rows: Sequence[Row], start: int, end: int) -> list[Place]:
    """Where each row's label is printed in or near a stretch of text; [] when one is not."""
    places: list[Place] = []
    start, end = max(0, start - _NEAR), end + _NEAR
    for row in rows:
        match = next((m for pattern in label_patterns(row) if (m := pattern.search(text, start, end))), None)
        if match is None:
            return []
        places.append(Place(match.start(), match.end()))
    return places


def _reading(form_table: FormTable, row: Row, bare: _Bare, label: Place) -> RowReading:
    rule = "；".join(dict.fromkeys(f"{identity.name} {identity.text}" for identity in form_table.identities))
    cells: list[Reading] = []
    for (raw, place), column in zip(bare.places, form_table.columns, strict=True):
        reading = read_cell(raw, column, place)
        if reading.value is not None:
            reading = replace(reading, status=FigureStatus.RECONSTRUCTED, basis=_BASIS.format(rule=rule))
        cells.append(reading)
    first = bare.places[0][1]
    where = first if first.table_id else label
    return RowReading(row.code, form_table.columns, where, tuple(cells))


def _proved(form_table: FormTable, found: Mapping[str, RowReading], matched: Mapping[str, RowReading]) -> bool:
    """Whether each row adds up, and every identity over rows that it takes part in can be computed and holds."""
    rows = {code: values for code, row in {**found, **matched}.items() if (values := row.values()) is not None}
    if not matched or not matched.keys() <= rows.keys():
        return False
    sums = all(all_hold(form_table, rows[code]) for code in matched)
    return sums and settled_by(form_table, rows) >= set(matched)
