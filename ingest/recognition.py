"""Recognise the tables of a standard form in a report's grids, row by row.

A row is found by its label, its cells by their order: the cells behind the label when there are as many as
the form has columns, else the unbroken run of numbers at the row's end, never a column index, because
expanded spans shift columns (two-level rows against three-level rows). A row that fits neither way is
damaged, and is said to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.forms import Block, Form, FormTable, Row
from assistant.report import Cell, Table
from ingest.labels import fold, matches
from ingest.numbers import is_blank, is_numeric
from ingest.readings import Place, RowReading, all_blank, glue, place_of, read_cell

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
    found = list(_labelled_rows(table, form_table))
    banners = {fold(block.banner) for block in form_table.blocks if block.banner}
    heads = {fold(cell.text) for cell in table.cells}
    named = bool(banners & heads) or sum(fold(column.label) in heads for column in form_table.columns) >= FEWEST_ROWS
    return found if len({row.code for row in found}) >= FEWEST_ROWS or (found and named) else []


def _labelled_rows(table: Table, form_table: FormTable) -> Iterator[RowReading]:
    previous: Row | None = None
    for index in range(table.n_rows):
        cells = table.row_cells(index)
        stub = [i for i, cell in enumerate(cells) if not is_blank(cell.text) and not is_numeric(cell.text)]
        if not stub:
            continue
        label, data = cells[stub[-1]], cells[stub[-1] + 1 :]
        block, row = _row_of(label.text, form_table, previous, cells[: stub[-1]])
        if block is None or row is None or not data:
            continue
        previous = row
        yield _read(table, row, block, label, data)


def _row_of(
    label: str, form_table: FormTable, previous: Row | None, parents: Sequence[Cell]
) -> tuple[Block | None, Row | None]:
    """The row that a label names; one that two rows share ("其他") is the row whose parent stands beside it."""
    fits = [
        (block, row) for block in form_table.blocks for row in block.rows if matches(label, row.label, row.variants)
    ]
    exact = [(block, row) for block, row in fits if fold(row.label) == fold(label)]
    fits = exact or fits
    if len(fits) > 1:
        beside = {fold(cell.text) for cell in parents}
        fits = [(b, r) for b, r in fits if any(fold(part) in beside for part in r.path[:-1])] or [
            (b, r) for b, r in fits if previous is not None and _follows(form_table, previous, r)
        ]
    return fits[0] if len(fits) == 1 else (None, None)


def _follows(form_table: FormTable, previous: Row, row: Row) -> bool:
    return any((a, b) == (previous, row) for a, b in pairwise(form_table.rows))


def _read(table: Table, row: Row, block: Block, label: Cell, data: Sequence[Cell]) -> RowReading:
    where = place_of(label, table.table_id)
    cells = aligned(data, len(block.columns)) or _under_headers(table, block, data)
    if cells is not None:
        readings = tuple(
            read_cell(cell.text, column, place_of(cell, table.table_id))
            for cell, column in zip(cells, block.columns, strict=True)
        )
        return RowReading(row.code, block.columns, where, readings)
    stated = [cell for cell in data if not is_blank(cell.text)]
    place = place_of(stated[0], table.table_id) if stated else where
    raw = stated[0].text if len(stated) == 1 else ""
    return RowReading(row.code, block.columns, where, glued=glue(raw, place.start, place))


def aligned(cells: Sequence[Cell], count: int) -> list[Cell] | None:
    """The `count` cells that hold a row's values, by order alone; None when the order does not decide it."""
    if len(cells) == count:
        return list(cells)
    inner = list(cells)
    while inner and is_blank(inner[-1].text):
        inner.pop()
    while inner and is_blank(inner[0].text):
        inner.pop(0)
    if len(inner) == count:
        return inner
    tail = inner[-count:]
    return tail if len(inner) > count and all(is_numeric(cell.text) for cell in inner) else None


def _under_headers(table: Table, block: Block, data: Sequence[Cell]) -> list[Cell] | None:
    """The cells under the printed column headers, when every header is there once and every number is under one."""
    columns: list[int] = []
    for column in block.columns:
        heads = {c.col for c in table.cells if c.colspan == 1 and matches(c.text, column.label, column.variants)}
        if len(heads) != 1:
            return None
        columns.extend(heads)
    row = data[0].row
    cells = [table.at(row, col) for col in columns]
    if any(cell is None for cell in cells) or len(set(columns)) != len(columns):
        return None
    chosen = [cell for cell in cells if cell is not None]
    stated = [cell for cell in data if not is_blank(cell.text)]
    return chosen if all(any(cell is one for one in chosen) for cell in stated) else None


def _single_row(table: Table, form_table: FormTable, before: str) -> list[RowReading]:
    block = form_table.blocks[0]
    own = {fold(column.label) for column in block.columns}
    blank: RowReading | None = None
    for index in range(table.n_rows):
        cells = table.row_cells(index)
        if any(not is_blank(cell.text) and not is_numeric(cell.text) for cell in cells):
            continue
        values = aligned(cells, len(block.columns))
        above = fold(before[-400:] + "".join(cell.text for cell in table.cells if cell.row < index))
        # Vertical headers lose characters: three of the five labels are enough.
        if values is None or sum(label in above or (label[2:] or label) in above for label in own) < 3:
            continue
        readings = tuple(
            read_cell(cell.text, column, place_of(cell, table.table_id))
            for cell, column in zip(values, block.columns, strict=True)
        )
        where = Place(values[0].start, values[-1].end, values[0].page, None, table.table_id, (index, values[0].col))
        reading = RowReading("", block.columns, where, readings)
        if not all_blank(values):
            return [reading]
        blank = blank or reading
    return [blank] if blank else []
