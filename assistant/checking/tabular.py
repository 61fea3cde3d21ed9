"""The tables of a draft: each number with its row and its column, as the sentence that they say together.

A table stands in the text as lines whose cells are divided by tabs, or by bars in Markdown. One with a single row of
headings is read; the national form's own table, with several, is a report's and not a statement about one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CELL = re.compile(r"(?:^|(?<=[\t|]))[^\t|]*")
_NUMBER = re.compile(r"[-－+＋]?\d[\d,，.]*\s*[%％]?\s*(?:万|亿)?(?:件|条|个|次|人次|人|元|万元|亿元|份|项)?")
_RULE = re.compile(r"[\s|:+-]+")
_UNIT = re.compile(r"[（(](?:单位[:：])?(件|条|个|次|人次|人|元|万元|亿元|份|项|宗|篇|期|场|%|％)[）)]")
_CHANGES = re.compile(r"同比|环比|增长|增幅|增减|降幅|占比|比重|比例|率")
_GENERIC = re.compile(r"数[值量据字目]|指标值|金额|件数|条数|本年数?|年度值")
"""A heading that says only that numbers stand below it."""
_WIDEST = 10
"""Columns; a wider table is a form."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table, `draft[start:end]`, and the sentence that it makes with its row and column."""

    start: int
    end: int
    sentence: str
    counted: bool
    """Whether the table says in which unit it counts."""


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    cells: tuple[tuple[int, str], ...]

    @property
    def holds_numbers(self) -> bool:
        """Whether it is a row of figures and no sentence with a tab in it."""
        return any(_NUMBER.fullmatch(cell) for _, cell in self.cells)


def cells_in(text: str) -> tuple[str, list[Cell]]:
    """The text without its tables, every character in its place; and the numbers of the tables, in order."""
    found: list[Cell] = []
    for rows in _tables(text):
        cells = list(_read(rows))
        found += cells
        for row in rows:
            if cells or row.holds_numbers:  # a row of another table is no sentence either
                text = text[: row.start] + " " * (row.end - row.start) + text[row.end :]
    return text, found


def _tables(text: str) -> Iterator[list[_Row]]:
    rows: list[_Row] = []
    at = 0
    for line in [*text.split("\n"), ""]:
        row = _row(line, at)
        if row is not None and (not rows or len(row.cells) == len(rows[0].cells)):
            rows.append(row)
        elif not (rows and "|" in line and _RULE.fullmatch(line)):
            if rows:
                yield rows
            rows = [row] if row is not None else []
        at += len(line) + 1
    if rows:
        yield rows


def _row(line: str, at: int) -> _Row | None:
    if ("\t" not in line and line.count("|") < 2) or _RULE.fullmatch(line):
        return None
    inner = line.strip(" |") if "|" in line else line
    begin = at + line.index(inner)
    cells = [(begin + m.start() + len(m[0]) - len(m[0].lstrip()), m[0].strip()) for m in _CELL.finditer(inner)]
    while cells and not cells[-1][1]:
        cells.pop()
    return _Row(at, at + len(line), tuple(cells)) if len(cells) > 1 else None


def _read(rows: Sequence[_Row]) -> Iterator[Cell]:
    if len(rows) == 1:
        return
    if len(rows[0].cells) == 2 and _NUMBER.fullmatch(rows[0].cells[1][1]):  # a list of labels with their numbers
        for row in rows:
            (_, label), (start, cell) = row.cells
            if _NUMBER.fullmatch(cell):
                yield Cell(start, start + len(cell), *_sentence(label, "", cell))
        return
    heads = [cell for _, cell in rows[0].cells]
    plain = (
        len(heads) <= _WIDEST and not any(_NUMBER.fullmatch(cell) for cell in heads) and len(set(heads)) == len(heads)
    )
    if not plain or not any(_NUMBER.fullmatch(cell) for _, cell in rows[1].cells[1:]):
        return
    for row in rows[1:]:
        label = row.cells[0][1]
        for (start, cell), head in zip(row.cells[1:], heads[1:], strict=True):
            if _NUMBER.fullmatch(cell):
                yield Cell(start, start + len(cell), *_sentence(label, head, cell))


def _sentence(label: str, head: str, cell: str) -> tuple[str, bool]:
    unit = _UNIT.search(head) or _UNIT.search(label)
    label, head = _UNIT.sub("", label), _UNIT.sub("", head)
    head = "" if _GENERIC.fullmatch(head.strip()) else head
    says = bool(_NUMBER.fullmatch(cell) and not cell[-1].isdigit())
    counted = cell if says or unit is None else f"{cell}{unit[1]}"
    words = f"{label}{head}" if _CHANGES.search(head) else f"{head}{label}"
    return f"{words}{counted}", says or unit is not None
