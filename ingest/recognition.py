"""Recognise the tables of a standard form in a report's grids, row by row.

A row is found by its label, its values by `ingest.alignment`. A row whose values cannot be told apart is
damaged, and is said to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from itertools import islice, pairwise
from operator import or_

from assistant.forms import Block, Column, Form, FormTable, Identity, Row
from assistant.report import Cell, FigureStatus, Table
from ingest.alignment import fault_of, values_of_row
from ingest.labels import fold, matches
from ingest.numbers import is_blank, is_numeric
from ingest.readings import DOUBTFUL, Fault, Glued, Place, Reading, RowReading, all_blank, glue, place_of, read_cell
from ingest.repair import all_hold

LOOK_BACK = 400
"""So many characters in front of a row of figures are searched for its headers."""
MOST_ROWS = 200
"""No table of a form, however often it is printed, has more rows than this in one grid."""
_BANNER = 40
"""A banner in front of a grid stands in its last so many characters."""
FEWEST_ROWS = 2
"""A grid belongs to a form's table when at least this many of its rows are recognised there."""


def form_of_text(text: str, candidates: Sequence[Form]) -> Form | None:
    """The form whose own column labels occur most in a text; None when the text tells none of them apart."""
    folded = fold(text)

    def score(form: Form) -> int:
        others = {c.label for other in candidates if other is not form for t in other.tables for c in t.columns}
        own = {c.label for t in form.tables for c in t.columns} - others
        return sum(fold(label) in folded for label in own)

    ranked = sorted(candidates, key=score, reverse=True)
    return ranked[0] if ranked and score(ranked[0]) > max((score(form) for form in ranked[1:]), default=0) else None


def rows_in_grid(table: Table, form_table: FormTable, before: str) -> list[RowReading]:
    """The rows of a form's table that a grid holds; [] when the grid is another table.

    `before` is the text in front of the grid: some reports print the headers there.
    """
    if form_table.layout == "single":
        return _single_row(table, form_table, before)
    found = list(islice(_labelled_rows(table, form_table), MOST_ROWS))
    # A label that stands in the place of several rows, and stands there several times, has lost theirs.
    often = Counter(row.code for row in found)
    several = {row.code for row in form_table.rows if row.instead_of and often[row.code] > 1}
    spaced = [row for row in found if _is_spaced(table, row)]
    if all(row.code in _shared(form_table) for row in spaced):  # the label of its first row is lost, none else is
        several |= {row.code for row in spaced}
    found = [row for row in found if row.code not in several and not _heads_others(table, form_table, row)]
    faults = reduce(or_, (row.fault for row in found), Fault.NONE)
    if any(fault in faults for fault in DOUBTFUL) or (Fault.EXTRA in faults and not form_table.sums):
        found = [replace(row, doubtful=True) for row in found]
    banners = {fold(block.banner) for block in form_table.blocks if block.banner}
    codes = {row.code for row in found}
    above = fold(before[-_BANNER:])
    introduced = any(
        block.banner and above.endswith(fold(block.banner)) and codes <= {row.code for row in block.rows}
        for block in form_table.blocks
    )
    heads = {fold(cell.text) for cell in table.cells}
    named = bool(banners & heads) or sum(fold(column.label) in heads for column in form_table.columns) >= FEWEST_ROWS
    whole = len(found) == 1 and form_table.sums and _adds_up(found[0], form_table)
    return found if len(codes) >= FEWEST_ROWS or (found and (named or introduced)) or whole else []


def _shared(form_table: FormTable) -> set[str]:
    """The rows that stand in the place of several."""
    return {row.code for row in form_table.rows if row.instead_of}


def _is_spaced(table: Table, row: RowReading) -> bool:
    """Whether an empty cell stands between a row's label and values for all its columns."""
    if row.label.cell is None:
        return False
    line, col = row.label.cell
    behind = [cell for cell in table.row_cells(line) if cell.col > col]
    return len(behind) > len(row.columns) and is_blank(behind[0].text)


def _heads_others(table: Table, form_table: FormTable, row: RowReading) -> bool:
    """Whether a row that stands in the place of several is the first of them: numbers without a label follow it."""
    if row.code not in _shared(form_table) or row.label.cell is None or row.label.cell[0] + 1 >= table.n_rows:
        return False
    below = table.row_cells(row.label.cell[0] + 1)
    return any(cell.text[:1].isdigit() for cell in below) and not any(map(_is_word, below))


def _adds_up(row: RowReading, form_table: FormTable) -> bool:
    """Whether a row is whole and its own sums hold, so that it is the form's even where it stands alone."""
    values = row.values()
    return values is not None and all_hold(form_table, values)


def _labelled_rows(table: Table, form_table: FormTable) -> Iterator[RowReading]:
    previous: Row | None = None
    for index in range(table.n_rows):
        cells = table.row_cells(index)
        words = [i for i, cell in enumerate(cells) if _is_word(cell)]
        for i in reversed(words):
            label, data = cells[i], cells[i + 1 :]
            block, row = _row_of(label.text, form_table, previous, cells[:i])
            if block is None or row is None or not _labels_its_row(label, index, data):
                continue
            # Words behind the label are a spoilt value when the row is whole, else the words name another row.
            if i == words[-1] or (len(data) == len(block.columns) and is_numeric(data[0].text)):
                previous = row
                yield _read(table, row, block, form_table.sums, label, data)
            break


def _is_word(cell: Cell) -> bool:
    return not is_blank(cell.text) and not is_numeric(cell.text) and any(map(str.isalpha, cell.text))


def _labels_its_row(label: Cell, index: int, data: Sequence[Cell]) -> bool:
    """Whether a label belongs to this row alone, not to a group of rows whose own labels are lost."""
    return bool(data) and label.row == index and any(cell.rowspan == label.rowspan for cell in data)


def _row_of(
    label: str, form_table: FormTable, previous: Row | None, parents: Sequence[Cell]
) -> tuple[Block | None, Row | None]:
    """The row that a label names; one that two rows share ("其他") is the row whose parent stands beside it."""
    named = _named_by(label, form_table)
    exact = [(block, row) for block, row in named if fold(row.label) == fold(label)]
    fits = exact or list(named)
    if len(fits) > 1:
        beside = {fold(cell.text) for cell in parents}
        fits = [(b, r) for b, r in fits if any(fold(part) in beside for part in r.path[:-1])] or [
            (b, r) for b, r in fits if previous is not None and _follows(form_table, previous, r)
        ]
    return fits[0] if len(fits) == 1 else (None, None)


@lru_cache(maxsize=8_192)
def _named_by(label: str, form_table: FormTable) -> tuple[tuple[Block, Row], ...]:
    return tuple((b, r) for b in form_table.blocks for r in b.rows if matches(label, r.label, r.variants))


def _follows(form_table: FormTable, previous: Row, row: Row) -> bool:
    return any((a, b) == (previous, row) for a, b in pairwise(form_table.rows))


def _read(
    table: Table, row: Row, block: Block, sums: Sequence[Identity], label: Cell, data: Sequence[Cell]
) -> RowReading:
    where = place_of(label, table.table_id)
    fault = fault_of(table, data, label, block, sums)
    cells = values_of_row(table, label.row, data, block, sums)
    if cells is not None:
        readings = (_reading(table, cell, column, label) for cell, column in zip(cells, block.columns, strict=True))
        return RowReading(row.code, block.columns, where, tuple(readings), fault=fault)
    glued = _run_together(table, data, sums, where)
    return RowReading(row.code, block.columns, where, glued=glued, fault=fault)


def _reading(table: Table, cell: Cell, column: Column, label: Cell) -> Reading:
    reading = read_cell(cell.text, column, place_of(cell, table.table_id))
    if reading.value is None or (cell.row, cell.rowspan) == (label.row, label.rowspan):
        return reading
    basis = f"单元格“{cell.text}”跨行，不能确定属于哪一行"
    return replace(reading, status=FigureStatus.AMBIGUOUS, value=None, basis=basis)


def _run_together(table: Table, data: Sequence[Cell], sums: Sequence[Identity], label: Place) -> Glued:
    """The digits of a row that stands in one cell; none when several cells are left, or when one may be a value."""
    stated = [cell for cell in data if not is_blank(cell.text)]
    place = place_of(stated[0], table.table_id) if stated else label
    whole = len(stated) == 1 and (bool(sums) or not is_numeric(stated[0].text))
    return glue(stated[0].text if whole else "", place.start, place)


def _single_row(table: Table, form_table: FormTable, before: str) -> list[RowReading]:
    block = form_table.blocks[0]
    own = {fold(column.label) for column in block.columns}
    own |= {fold(variant) for column in block.columns for variant in column.variants}
    spare: RowReading | None = None
    above = before
    for index in range(table.n_rows):
        cells = table.row_cells(index)
        if not cells or cells[0].row < index or any(_is_word(cell) for cell in cells):
            above = (above + "".join(cell.text for cell in cells))[-LOOK_BACK:]
            continue
        # Vertical headers lose characters: three of the five labels are enough.
        if sum(label in fold(above) or (label[2:] or label) in fold(above) for label in own) < 3:
            continue
        reading = _read(table, block.rows[0], block, form_table.sums, cells[0], cells)
        if reading.cells and not all_blank(cells):
            return [reading]
        spare = reading if spare is None or not spare.cells else spare
    return [spare] if spare else []
