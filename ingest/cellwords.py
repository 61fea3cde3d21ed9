"""What the words of cells are like, over runs of cells: attributes, measures, totals, counters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.report import Cell, Table
from ingest.kinds import Kind, kind_of, names_attribute

_MEASURE = re.compile(
    r"期[初末]|年[初末]|本[期年]|上[期年]|去年|余额|金额|增[加减]|减少|账面|成本|收入|率|比[例重]|数量?|日期|时间|方式|类型|原因|"
    r"价|额|[(（%％]"
)
_DAY = re.compile(r"日|\d[-./]\d{1,2}[-./]\d")
_TOTAL = re.compile(r"(?:其中[:：]?|合\s*计|小\s*计|总\s*计|共\s*计)")


def attributes(texts: Sequence[str]) -> float:
    """How many of the texts read like names of attributes, from 0 to 1."""
    stated = [text for text in texts if kind_of(text) is not Kind.BLANK]
    return sum(map(names_attribute, stated)) / len(stated) if stated else 0.0


def measures(texts: Sequence[str]) -> float:
    """How many of the texts read like measures or periods, from 0 to 1."""
    stated = [text for text in texts if kind_of(text) is not Kind.BLANK]
    return (
        sum(bool(_MEASURE.search(text)) or kind_of(text) is Kind.DATE for text in stated) / len(stated)
        if stated
        else 0.0
    )


def may_name(cell: Cell) -> bool:
    """Words or a year; a day is what a table states."""
    kind = kind_of(cell.text)
    return kind is Kind.LABEL or (kind is Kind.DATE and not _DAY.search(cell.text))


def is_total(cell: Cell) -> bool:
    """Whether a cell names a total."""
    return _TOTAL.fullmatch("".join(cell.text.split())) is not None


def counts(texts: Sequence[str]) -> bool:
    """Whether a row numbers its columns: 栏次 1 2 3."""
    stated = [text.strip() for text in texts if kind_of(text) is not Kind.BLANK]
    numbers = [int(text) for text in stated if text.isdecimal()]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1


def texts_of(table: Table, col: int, first: int) -> list[str]:
    """The texts of the cells that begin in a column, from a row on."""
    return [cell.text for cell in table.cells if cell.col == col and cell.row >= first]


def stated_kinds(cells: Sequence[Cell]) -> list[Kind]:
    """The kinds of the cells that state something."""
    return [kind for cell in cells if (kind := kind_of(cell.text)) is not Kind.BLANK]
