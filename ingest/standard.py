"""A report's standard form, cell by cell: which form it is, what each cell states, and what is lost.

Grids are read first, then running text for the rows that no grid holds; glued rows are cut where an identity
leaves one way; every cell that the form prints and the report does not hold is missing, and is said to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.forms import Column, Form, FormTable, Row, form_of_year, forms, forms_of
from assistant.report import Cell, FigureStatus, Paragraph, Table
from ingest.apart import rows_apart
from ingest.decisions import decided
from ingest.displacement import marked
from ingest.identity import DISCLOSURE
from ingest.linear import rows_in_lines, rows_in_text
from ingest.readings import Place, Reading, RowReading
from ingest.recognition import LOOK_BACK, form_of_text, rows_in_grid
from ingest.simplified import is_traditional, simplified

_LOOK_AHEAD = 8
"""So many characters behind a paragraph show whether its last row ends there."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of the form with what was read in it."""

    table: FormTable
    row: Row
    column: Column
    reading: Reading


@dataclass(frozen=True, slots=True)
class FormReading:
    """The form as one report fills it in."""

    form: Form
    cells: tuple[FormCell, ...]
    tables: tuple[Table, ...]
    """The report's tables: grids of the form carry its table code, glued rows stand in rebuilt tables."""
    warnings: tuple[str, ...]


def form_for(text: str, kind: str, year: int | None) -> Form | None:
    """The standard form of a report of this kind and year; None when it has none."""
    if kind == DISCLOSURE:
        return form_of_text(text, forms()) or (form_of_year(year) if year else None)
    return form_of_text(text, forms_of(kind))


def read_form(form: Form, text: str, tables: Sequence[Table], paragraphs: Sequence[Paragraph]) -> FormReading | None:
    """Read a standard form in a report; None when none of its tables is there and none need be."""
    read: dict[str, dict[str, RowReading]] = {}
    kinds: dict[str, str] = {}
    rebuilt: list[Table] = []
    warnings: list[str] = []
    if is_traditional(text):
        paragraphs = [replace(paragraph, text=simplified(paragraph.text)) for paragraph in paragraphs]
    every_row = {table.code: _rows(text, tables, paragraphs, form, table, warnings) for table in form.tables}
    proved = marked(form.tables, every_row)
    for form_table in form.tables:
        found = proved[form_table.code]
        kinds.update({row.label.table_id: form_table.code for row in found.values() if row.label.table_id})
        found = decided(form_table, found)
        loose = {code: row for code, row in found.items() if row.label.table_id is None}
        if loose:
            table = _rebuild(form_table, loose, f"t{len(tables) + len(rebuilt) + 1}", paragraphs)
            rebuilt.append(table)
            found |= _placed(table, loose)
        lost = [row.label for row in form_table.rows if row.code not in found and not row.instead_of]
        if lost and not form_table.optional:
            warnings.append(_lost(form_table, lost))
        read[form_table.code] = found
    if not any(read.values()) and all(table.optional for table in form.tables):
        return None
    named = [replace(table, kind=kinds[table.table_id]) if table.table_id in kinds else table for table in tables]
    every = (*named, *rebuilt)
    cells = [
        cell
        for form_table in form.tables
        if read[form_table.code] or not form_table.optional
        for cell in _cells(form_table, read[form_table.code], _home(text, form_table, every))
    ]
    return FormReading(form, tuple(cells), every, tuple(warnings))


def _rows(
    text: str,
    tables: Sequence[Table],
    paragraphs: Sequence[Paragraph],
    form: Form,
    form_table: FormTable,
    warnings: list[str],
) -> dict[str, RowReading]:
    """The rows found, by code; a row that is printed twice and differently is ambiguous."""
    found: dict[str, RowReading] = {}
    for table in tables:
        rows = rows_in_grid(table, form_table, text[max(0, table.start - LOOK_BACK) : table.start])
        for row in (row for row in rows if row.cells or not form_table.optional):
            found[row.code] = _same(found.get(row.code), row, form_table, warnings)
    for paragraph in paragraphs:
        for row in rows_in_text(paragraph, form, form_table, text[paragraph.end : paragraph.end + _LOOK_AHEAD]):
            found.setdefault(row.code, row)
    for row in rows_in_lines(paragraphs, form_table):
        found.setdefault(row.code, row)
    found |= rows_apart(text, tables, paragraphs, form_table, found)
    # A row cannot stand in the place of rows that are there: it is the first of them without its label.
    rivals = {row.code for row in form_table.rows if any(code in found for code in row.instead_of)}
    return {code: row for code, row in found.items() if code not in rivals}


def _same(first: RowReading | None, second: RowReading, form_table: FormTable, warnings: list[str]) -> RowReading:
    if first is None or _stated(first) == _stated(second):
        return first or second
    if not any(_stated(first)) or not any(_stated(second)):
        return second if any(_stated(second)) else first
    whole = bool(first.cells and second.cells)
    if not whole and "".join(_stated(first)) == "".join(_stated(second)):
        return first if first.cells else second
    title = form_table.title
    warnings.append(f"{title}：同一行出现两次且数字不同 / a row of “{title}” is printed twice with different figures")
    if not whole:
        return replace(first, cells=(), glued=None)
    both = zip(first.cells, second.cells, strict=True)
    return replace(first, cells=tuple(_conflict(a, b) for a, b in both))


def _stated(row: RowReading) -> list[str]:
    return [cell.raw for cell in row.cells] or ([row.glued.digits] if row.glued else [])


def _conflict(first: Reading, second: Reading) -> Reading:
    if first.raw == second.raw:
        return first
    basis = f"同一格两处不同：{first.raw or '空白'}；{second.raw or '空白'}"
    return replace(first, status=FigureStatus.AMBIGUOUS, value=None, basis=basis)


def _cells(form_table: FormTable, found: Mapping[str, RowReading], where: Place) -> Iterator[FormCell]:
    replaced = {code: row.path[-1] for row in form_table.rows if row.code in found for code in row.instead_of}
    for row, column in form_table.cells():
        reading = found.get(row.code)
        if reading is not None:
            position = [c.code for c in reading.columns].index(column.code)
            yield FormCell(form_table, row, column, reading.cells[position])
        elif not row.instead_of:
            basis = (
                f"本报告只列“{replaced[row.code]}”一行" if row.code in replaced else "报告中没有这一行，或该行已缺失"
            )
            missing = Reading(FigureStatus.MISSING, "", where, unit=column.unit, basis=basis)
            yield FormCell(form_table, row, column, missing)


def _home(text: str, form_table: FormTable, tables: Sequence[Table]) -> Place:
    """What proves that a row is lost: the table it should stand in, else the section's heading."""
    own = next((table for table in tables if table.kind == form_table.code), None)
    if own is not None:
        return Place(own.start, own.end, own.page, None, own.table_id)
    start = text.find(form_table.section)
    return Place(start, start + len(form_table.section)) if start >= 0 else Place(0, 0)


def _lost(form_table: FormTable, lost: Sequence[str]) -> str:
    if len(lost) == len([row for row in form_table.rows if not row.instead_of]):
        return f"缺表：{form_table.title} / the table “{form_table.title}” is missing"
    named = "、".join(label[:12] for label in lost[:4]) + ("…" if len(lost) > 4 else "")
    return f"{form_table.title}：缺 {len(lost)} 行（{named}） / {len(lost)} rows of “{form_table.title}” are missing"


def _rebuild(
    form_table: FormTable, rows: Mapping[str, RowReading], table_id: str, paragraphs: Sequence[Paragraph]
) -> Table:
    """A grid for rows that were read out of running text, so that each has a place that can be shown."""
    start = min(row.label.start for row in rows.values())
    end = max([cell.place.end for row in rows.values() for cell in row.cells])
    width = 1 + max(len(row.columns) for row in rows.values())
    cells: list[Cell] = []
    line = 0
    for block in form_table.blocks:
        own = [rows[row.code] for row in block.rows if row.code in rows]
        if not own:
            continue
        heads = [block.banner or form_table.title, *("·".join(column.path) for column in block.columns)]
        cells.extend(Cell(line, col, head, start, start) for col, head in enumerate(heads))
        for row in own:
            line += 1
            label = next(r.label for r in block.rows if r.code == row.code)
            cells.append(Cell(line, 0, label, row.label.start, row.label.end, page=row.label.page))
            cells.extend(_row_cells(row, line))
        line += 1
    home = next((p for p in paragraphs if p.start <= start < p.end), None)
    return Table(
        table_id=table_id,
        caption=form_table.title,
        unit=None,
        section=home.section if home else (form_table.section,),
        page=home.page if home else None,
        n_rows=line,
        n_cols=width,
        cells=tuple(cells),
        header_rows=1,
        stub_cols=1,
        start=start,
        end=end,
        kind=form_table.code,
        reconstructed=True,
    )


def _row_cells(row: RowReading, line: int) -> Iterator[Cell]:
    if len({cell.place for cell in row.cells}) == 1 and len(row.cells) > 1:
        first = row.cells[0]
        yield Cell(line, 1, first.raw, first.place.start, first.place.end, colspan=len(row.columns))
        return
    for col, cell in enumerate(row.cells, 1):
        yield Cell(line, col, cell.raw, cell.place.start, cell.place.end, page=cell.place.page)


def _placed(table: Table, rows: Mapping[str, RowReading]) -> dict[str, RowReading]:
    """The rows again, each cell knowing its place in the rebuilt grid."""
    lines = {cell.start: cell.row for cell in table.cells if cell.col == 0 and cell.end > cell.start}
    placed: dict[str, RowReading] = {}
    for code, row in rows.items():
        line = lines[row.label.start]
        cells = []
        for col, cell in enumerate(row.cells, 1):
            origin = table.at(line, col)
            at = (line, origin.col if origin else col)
            cells.append(replace(cell, place=replace(cell.place, table_id=table.table_id, cell=at)))
        placed[code] = replace(row, cells=tuple(cells))
    return placed
