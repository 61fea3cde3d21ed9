"""Read a form's rows out of running text, where harvesting has flattened the tables to label, digits, label, digits.

The labels are found one after the other in the form's order; what stands between a label and the next one is
the row. Only text of the same paragraph counts: a number in another block may belong to any label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from assistant.forms import Block, Column, Form, FormTable, Row
from assistant.report import FigureStatus, Paragraph
from ingest.labels import fold
from ingest.readings import Glued, Place, Reading, RowReading, glue, read_cell
from ingest.repair import Cut, row_cuts

_NUMBER = r"(?>-?\d+(?:[.,]\d+)*)(?!\s*[.、．年月日])"
_TAIL = re.compile(rf"(?:\s*{_NUMBER})*(?:\s*万?元)?")
_CLEAN = re.compile(
    r"\s*\n\s*\d{1,2}[.、．]\s*[一-鿿]|\s*(?:$|[。；;]|[（(][一二三四五六七八九十][）)]|(?![年月日件项条个次人元万亿])[一-鿿])"
)
"""What may follow a row's numbers; anything else belongs to a cell that was not understood."""
_SPOILT = re.compile(r"\s*(?:(?![一-鿿]{4}).){0,40}", re.DOTALL)
_SHORT = 4
"""A label of so few characters counts only behind its own number, or it would match anywhere."""
_LONG, _SHORTEST = 10, 8
"""A label of `_LONG` characters may be cut short to `_SHORTEST`."""


@dataclass(frozen=True, slots=True)
class _Label:
    """Where a row's label stands in a paragraph; `row` is None for a heading between rows."""

    start: int
    end: int
    block: Block | None
    row: Row | None


def rows_in_text(paragraph: Paragraph, form: Form, form_table: FormTable, after: str = "") -> list[RowReading]:
    """The rows of a form's table that one paragraph holds, in the order of the text.

    `after` is the text behind the paragraph, which shows whether the last row ends there.
    """
    if not any(map(str.isdigit, paragraph.text)):
        return []
    if form_table.layout == "single":
        return _single_row(paragraph, form_table, after)
    labels = _labels(paragraph.text, form, form_table)
    readings: list[RowReading] = []
    for label, following in pairwise(labels):
        reading = _reading(paragraph, label, following.start, after)
        if reading is not None:
            readings.append(reading)
    return readings


def rows_in_lines(paragraphs: Sequence[Paragraph], form_table: FormTable) -> list[RowReading]:
    """The rows of sub-tables that stand line by line: the banner, the header, then each row's label and its numbers."""
    if form_table.layout == "single":
        return _line_below(paragraphs, form_table)
    readings: list[RowReading] = []
    block: Block | None = None
    headed = False
    for paragraph in paragraphs:
        banner = next((b for b in form_table.blocks if b.banner and fold(b.banner) == fold(paragraph.text)), None)
        if banner is not None:
            block, headed = banner, False
        elif block is not None and not headed:
            headed = all(fold(column.label) in fold(paragraph.text) for column in block.columns)
            block = block if headed else None
        elif block is not None:
            reading = _line(paragraph, block)
            block = block if reading else None
            readings.extend([reading] if reading else ())
    return readings


def _line_below(paragraphs: Sequence[Paragraph], form_table: FormTable) -> list[RowReading]:
    """The one row of a table as a line of nothing but its numbers, below the line of its last column labels."""
    block = form_table.blocks[0]
    row = re.compile(rf"{_NUMBER}(?:\s+{_NUMBER}){{{len(block.columns) - 1}}}")
    for above, paragraph in pairwise(paragraphs):
        header = _last_labels(above.text, block)
        if header is not None and row.fullmatch(paragraph.text):
            label = _Label(*header.span(), block, block.rows[0])
            reading = _reading(paragraph, _Label(0, 0, block, block.rows[0]), len(paragraph.text), "")
            return [replace(reading, label=_where(above, label))] if reading else []
    return []


def _last_labels(text: str, block: Block) -> re.Match[str] | None:
    """Where the labels of a row's last group of columns stand for the last time."""
    labels = [column.label for column in block.columns[-5:]]
    matches = list(re.finditer(r"\s*".join(_loose(label).pattern for label in labels), text))
    return matches[-1] if matches else None


def _line(paragraph: Paragraph, block: Block) -> RowReading | None:
    """A line that is one row of a sub-table: its whole label, then as many numbers as there are columns."""
    for row in block.rows:
        match = next((m for p in label_patterns(row) if (m := p.match(paragraph.text))), None)
        tail = (
            re.fullmatch(rf"(?:\s+{_NUMBER}){{{len(block.columns)}}}", paragraph.text[match.end() :]) if match else None
        )
        if match is not None and tail is not None:
            label = _Label(match.start(), match.end(), block, row)
            return _reading(paragraph, label, len(paragraph.text), "")
    return None


def _where(paragraph: Paragraph, label: _Label) -> Place:
    return Place(paragraph.start + label.start, paragraph.start + label.end, paragraph.page, None)


def _reading(paragraph: Paragraph, label: _Label, limit: int, after: str) -> RowReading | None:
    """The row behind a label; None when no digit stands there before `limit`."""
    row, block = label.row, label.block
    if row is None or block is None:
        return None
    where = _where(paragraph, label)
    tail = _TAIL.match(paragraph.text, label.end, limit)
    rest = paragraph.text[tail.end() if tail else label.end : limit] + (after if limit == len(paragraph.text) else "")
    clean = _CLEAN.match(rest) is not None
    found = tail if clean else _SPOILT.match(paragraph.text, label.end, limit)
    if found is None or not any(map(str.isdigit, found.group())):
        return None
    glued = glue(found.group(), paragraph.start + found.start(), where)
    bounds = [0, *sorted(glued.breaks), len(glued.digits)]
    if len(block.columns) == len(bounds) - 1 and (clean or len(block.columns) == 1):
        tokens = tuple(glued.digits[a:b] for a, b in pairwise(bounds))
        return RowReading(row.code, block.columns, where, cells_of_cut(glued, tokens, block.columns, None), glued)
    return RowReading(row.code, block.columns, where, glued=glued if clean else replace(glued, spoilt=True))


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
    if reading.glued is None or reading.glued.spoilt or not re.fullmatch(r"[\d-]+", reading.glued.digits):
        return ()
    ways = row_cuts(reading.glued.digits, reading.columns, form_table.identities)
    respecting = tuple(cut for cut in ways if reading.glued.breaks <= _bounds(cut))
    # White space inside a number is a line break's; only a sum can tell it from the space between two cells.
    return respecting or (ways if form_table.sums and not reading.glued.parted else ())


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
            match = next((m for p in label_patterns(row) if (m := p.search(text, cursor, end))), None)
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
    """Where the table begins: its first banner or header, or the first label that numbers follow."""
    found = (anchor.search(text) for anchor in _anchors(form_table))
    return min((match.start() for match in found if match), default=None)


@cache
def _anchors(form_table: FormTable) -> tuple[re.Pattern[str], ...]:
    heads = [block.banner for block in form_table.blocks if block.banner]
    if heads:
        heads += [f"信息内容{block.columns[0].label}" for block in form_table.blocks]
        return tuple(_loose(head) for head in heads)
    labels = (pattern.pattern for row in form_table.rows for pattern in label_patterns(row))
    return tuple(re.compile(rf"(?:{label})(?=\s*\d)") for label in labels)


def _region_end(text: str, form: Form, form_table: FormTable, start: int) -> int:
    """Where the next table of the form, or the section after the last one, begins."""
    position = form.tables.index(form_table) + 1
    titles = [table.section for table in form.tables[position:]] + ["五、存在的主要问题"]
    ends = [match.start() for title in titles if (match := _loose(title[:8]).search(text, start))]
    return min(ends, default=len(text))


@cache
def label_patterns(row: Row) -> tuple[re.Pattern[str], ...]:
    """A row's label and its variants as patterns: whole, then cut short, then without its number."""
    whole = [_loose(label) for label in (row.label, *row.variants)]
    bare = row.label.removeprefix(re.match(r"\d*\.?", row.label).group())  # type: ignore[union-attr]
    if len(row.label) >= _LONG:
        whole.append(_loose(row.label, shortest=_SHORTEST))
    if bare != row.label and len(bare) > _SHORT:
        whole.append(_loose(bare))
    return tuple(whole)


@cache
def _loose(label: str, shortest: int | None = None) -> re.Pattern[str]:
    """A label as a pattern: white space anywhere, punctuation of either width or none.

    With `shortest`, the label may end after so many characters.
    """
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
    kept = len(parts) if shortest is None else shortest
    rest = ""
    for part in reversed(parts[kept:]):
        rest = rf"(?:\s*{part}{rest})?"
    return re.compile(r"\s*".join(parts[:kept]) + rest)


def _single_row(paragraph: Paragraph, form_table: FormTable, after: str) -> list[RowReading]:
    """The one row behind the last column label of the table: as many values as columns, glued or not."""
    block = form_table.blocks[0]
    header = _last_labels(paragraph.text, block)
    if header is None:
        return []
    label = _Label(*header.span(), block, block.rows[0])
    reading = _reading(paragraph, label, len(paragraph.text), after)
    return [reading] if reading is not None else []
