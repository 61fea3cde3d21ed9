"""A table of records: columns with headings, one thing a row, and the column that names the thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from assistant.report import Cell
from assistant.tables.reading import Prepared
from assistant.tables.texts import plain_text

_SERIAL = re.compile(r"序号|编号|行次|排名|名次|no\.?")
_TOTAL = re.compile(r"(?:合|总|小|共)计.{0,2}")
_NUMBER = re.compile(r"[-−－+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SHORTEST = 2


@dataclass(frozen=True)
class Column:
    """A column of the records."""

    place: int
    heading: str
    """The folded text of its headings, outermost first."""
    numbers: float
    """The share of its filled cells that state a number."""
    values: tuple[str, ...]
    """Its distinct folded values, where they are few."""


@dataclass(frozen=True)
class Records:
    """The records of a table."""

    known: Prepared
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    """The rows of the grid that are records: neither headings nor totals."""
    name: Column
    """The column whose values name the records."""

    @classmethod
    def of(cls, known: Prepared) -> Records | None:
        """The records of a table, or None where it is no table of records."""
        grid = known.grid
        height, width = grid.ids.shape
        heads = known.roles[:, 0] < 0.5
        top = 0
        while top < height and all(heads[cell] or not grid.plain[cell] for cell in grid.row(top)):
            top += 1
        if not 0 < top < height or width < _SHORTEST:
            return None
        rows = tuple(row for row in range(top, height) if not _is_total(known, row))
        columns = tuple(_column(known, col, top, rows) for col in range(width))
        headings = [one.heading for one in columns if one.heading]
        if len(set(headings)) < len(headings):
            return None  # a table that stands beside itself
        named = [one for one in columns if one.numbers < 0.5 and one.heading and not _SERIAL.fullmatch(one.heading)]
        if not named or not rows or any(_level(known, row, named[0]) for row in rows):
            return None  # rows under rows, sub-totals: they are no records of one kind
        return cls(known, columns, rows, named[0])

    def cell(self, row: int, column: Column) -> Cell | None:
        """The cell of a record in a column."""
        place = int(self.known.grid.ids[row, column.place])
        return self.known.table.cells[place] if place >= 0 else None

    def text(self, row: int, column: Column) -> str:
        """The folded text of a record in a column."""
        place = int(self.known.grid.ids[row, column.place])
        return self.known.grid.plain[place] if place >= 0 else ""

    def number(self, row: int, column: Column) -> Decimal | None:
        """The number that a record states in a column, as it is written."""
        match = _NUMBER.match(self.text(row, column))
        return Decimal(match.group().translate({0x2212: "-", 0xFF0D: "-", 0x2C: None})) if match else None

    @cached_property
    def stated(self) -> dict[str, list[tuple[int, Column]]]:
        """Where each text that is no number stands."""
        found: dict[str, list[tuple[int, Column]]] = {}
        for column in self.columns:
            if column.numbers < 0.5:
                for row in self.rows:
                    text = self.text(row, column)
                    if len(text) >= _SHORTEST:
                        found.setdefault(text, []).append((row, column))
        return found

    def named_in(self, question: str) -> list[tuple[str, list[tuple[int, Column]]]]:
        """The values that a folded question states, the longest where they overlap, in the question's order."""
        places = []
        for text, where in self.stated.items():
            at = question.find(text)
            if at >= 0:
                places.append((at, at + len(text), text, where))
        places.sort(key=lambda one: (one[0] - one[1], one[0]))
        taken: list[tuple[int, int, str, list[tuple[int, Column]]]] = []
        for place in places:
            if all(place[1] <= other[0] or place[0] >= other[1] for other in taken):
                taken.append(place)
        return [(text, where) for _, _, text, where in sorted(taken, key=lambda one: one[0])]


@lru_cache(maxsize=256)
def records_of(known: Prepared) -> Records | None:
    """The records of a table, kept with the prepared table; None where it is no table of records."""
    return Records.of(known)


def stated_in(known: Prepared, question: str) -> set[str]:
    """The values of a table of records that a question states, as the question writes them; none of another table."""
    records = records_of(known)
    return set() if records is None else {text for text, _ in records.named_in(plain_text(question))}


def _level(known: Prepared, row: int, name: Column) -> int:
    place = int(known.grid.ids[row, name.place])
    return known.table.cells[place].level if place >= 0 else 0


def _is_total(known: Prepared, row: int) -> bool:
    return any(_TOTAL.fullmatch(known.grid.plain[cell]) for cell in known.grid.row(row)[:3])


def _column(known: Prepared, col: int, top: int, rows: tuple[int, ...]) -> Column:
    grid = known.grid
    heads = dict.fromkeys(grid.plain[cell] for cell in (int(one) for one in grid.ids[:top, col]) if cell >= 0)
    texts = [grid.plain[cell] for row in rows if (cell := int(grid.ids[row, col])) >= 0]
    filled = [text for text in texts if plain_text(text)]
    numbers = sum(_NUMBER.fullmatch(text.rstrip("%‰")) is not None for text in filled) / len(filled) if filled else 0.0
    distinct = tuple(dict.fromkeys(filled))
    return Column(col, "".join(heads), numbers, distinct if len(distinct) <= max(8, len(filled) // 3) else ())
