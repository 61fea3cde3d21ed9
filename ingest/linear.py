"""Read a form's rows out of running text, where harvesting has flattened the tables to label, digits, label, digits.

The labels are found one after the other in the form's order; what stands between a label and the next one is
the row. Only text of the same paragraph counts: a number in another block may belong to any label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.forms import Block, Column, Form, FormTable, Row
from assistant.report import FigureStatus, Paragraph
from ingest.labels import numbering
from ingest.readings import Glued, Place, Reading, RowReading, glue, read_cell
from ingest.repair import Cut, row_cuts

_TAIL = re.compile(r"\s*(?:[\d\s.,\-]*\d\s*(?:万?元)?)?")
_SHORT = 3
"""A label of so few characters counts only behind its own numbering, or it would match anywhere."""


@dataclass(frozen=True, slots=True)
class _Label:
    """Where a row's label stands in a paragraph; `row` is None for a heading between rows."""

    start: int
    end: int
    block: Block | None
    row: Row | None


def rows_in_text(paragraph: Paragraph, form: Form, form_table: FormTable) -> list[RowReading]:
    """The rows of a form's table that one paragraph holds, in the order of the text."""
    if form_table.layout == "single":
        return _single_row(paragraph, form_table)
    labels = _labels(paragraph.text, form, form_table)
    readings: list[RowReading] = []
    for label, following in pairwise(labels):
        if label.row is None or label.block is None:
            continue
        tail = _TAIL.match(paragraph.text, label.end, following.start)
        if tail is None or not tail.group().strip():
            continue
        start = paragraph.start + tail.start()
        readings.append(
            _reading(paragraph, label, label.row, label.block, glue(tail.group(), start, _where(paragraph, label)))
        )
    return readings


def _where(paragraph: Paragraph, label: _Label) -> Place:
    return Place(paragraph.start + label.start, paragraph.start + label.end, paragraph.page, None)


def _reading(paragraph: Paragraph, label: _Label, row: Row, block: Block, glued: Glued) -> RowReading:
    where = _where(paragraph, label)
    bounds = [0, *sorted(glued.breaks), len(glued.digits)]
    if len(block.columns) == len(bounds) - 1:
        tokens = tuple(glued.digits[a:b] for a, b in pairwise(bounds))
        return RowReading(row.code, block.columns, where, cells_of_cut(glued, tokens, block.columns, None), glued)
    return RowReading(row.code, block.columns, where, glued=glued)


def cells_of_cut(glued: Glued, cut: Cut, columns: Sequence[Column], basis: str | None) -> tuple[Reading, ...]:
    """The cells that a cut makes; `basis` says by which identity, None means that the source itself separates them."""
    readings: list[Reading] = []
    position = 0
    for text, column in zip(cut, columns, strict=True):
        place = glued.piece(position, position + len(text))
        position += len(text)
        reading = read_cell(text, column, place)
        if basis is not None and reading.value is not None:
            reading = Reading(FigureStatus.RECONSTRUCTED, text, place, reading.value, reading.unit, basis)
        readings.append(reading)
    return tuple(readings)


def candidates(form_table: FormTable, reading: RowReading) -> tuple[Cut, ...]:
    """The ways to cut a row's glued digits; where white space is left in them, cuts that respect it come first."""
    if reading.glued is None or not re.fullmatch(r"[\d-]+", reading.glued.digits):
        return ()
    ways = row_cuts(reading.glued.digits, reading.columns, form_table.identities)
    respecting = tuple(cut for cut in ways if reading.glued.breaks <= _bounds(cut))
    return respecting or ways


def _bounds(cut: Cut) -> set[int]:
    bounds: set[int] = set()
    position = 0
    for part in cut:
        position += len(part)
        bounds.add(position)
    return bounds


def _labels(text: str, form: Form, form_table: FormTable) -> list[_Label]:
    found: list[_Label] = []
    cursor = _region_start(text, form_table)
    if cursor is None:
        return []
    end = _region_end(text, form, form_table, cursor)
    for block in form_table.blocks:
        for row in block.rows:
            match = next((m for p in _patterns(row) if (m := p.search(text, cursor, end))), None)
            if match is None:
                continue
            found.extend(_headings(text, cursor, match.start(), row))
            found.append(_Label(match.start(), match.end(), block, row))
            cursor = match.end()
    return [*found, _Label(end, end, None, None)]


def _headings(text: str, start: int, end: int, row: Row) -> list[_Label]:
    """Parent labels and banners between two rows: their own digits ("三、…") must not end up in the row before."""
    spans = [m.span() for part in row.path[:-1] for m in [_loose(part).search(text, start, end)] if m]
    return [_Label(a, b, None, None) for a, b in sorted(spans)]


def _region_start(text: str, form_table: FormTable) -> int | None:
    first = form_table.blocks[0]
    anchor = _loose(first.banner) if first.banner else _patterns(first.rows[0])[0]
    match = anchor.search(text)
    return match.start() if match else None


def _region_end(text: str, form: Form, form_table: FormTable, start: int) -> int:
    """Where the next table of the form, or the section after the last one, begins."""
    position = form.tables.index(form_table) + 1
    titles = [table.section for table in form.tables[position:]] + ["五、存在的主要问题"]
    ends = [match.start() for title in titles if (match := _loose(title[:8]).search(text, start))]
    return min(ends, default=len(text))


@cache
def _patterns(row: Row) -> tuple[re.Pattern[str], ...]:
    """The row's label and its variants as patterns, the label whole before the label cut short."""
    prefix = numbering(row.label)
    short = len(re.sub(r"\W", "", row.label)) - len(prefix) <= _SHORT
    whole = (row.label, *row.variants)
    if short or len(row.label) < 10:
        return tuple(_loose(label) for label in whole)
    return tuple(_loose(label) for label in (*whole, row.label[:8]))


@cache
def _loose(label: str) -> re.Pattern[str]:
    """A label as a pattern: white space anywhere, punctuation of either width or none."""
    parts: list[str] = []
    for char in label:
        if char in "（(":
            parts.append(r"[（(]?")
        elif char in "）)":
            parts.append(r"[）)]?")
        elif char.isalnum():
            parts.append(re.escape(char))
        else:
            parts.append(r"[、，,.．。;；“”\"'‘’·/]?")
    return re.compile(r"\s*".join(parts))


def _single_row(paragraph: Paragraph, form_table: FormTable) -> list[RowReading]:
    """The one row behind the last column label of the table: as many values as columns, glued or not."""
    block = form_table.blocks[0]
    groups = [column.label for column in block.columns[-5:]]
    header = re.compile(r"\s*".join(_loose(label).pattern for label in groups))
    matches = list(header.finditer(paragraph.text))
    if not matches:
        return []
    end = matches[-1].end()
    tail = _TAIL.match(paragraph.text, end)
    if tail is None or not tail.group().strip():
        return []
    label = _Label(matches[-1].start(), end, block, block.rows[0])
    glued = glue(tail.group(), paragraph.start + tail.start(), _where(paragraph, label))
    return [_reading(paragraph, label, block.rows[0], block, glued)]
