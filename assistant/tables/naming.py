"""A cell whose row the question names whole: its number stands to the right of that label, before the next label.

Most questions on budgets and accounts are of this kind ("邮电费多少"). Which of several numbers is meant must be said,
or follow from a column of totals; else nothing is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.phases import phases_in
from assistant.tables.plan import without_place
from assistant.tables.reading import Prepared, Reading
from assistant.tables.texts import plain_text

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十百]+、|\d+[.、．]|[(（][一二三四五六七八九十\d]+[)）]|其中[:：]|[一二三四五六七八九十]是)"
)
_IDLE = re.compile(
    r"请问|请|告诉|我想|知道|了解|查询?|一共|总共|合计|总计|共计|全部|分别|各自|多少|几何|什么|哪里|是否|支出|花费|花了|用了|使用|安排|打算|需要|具体|金额|数额|经费|资金|费用"
    r"|预算数?|决算数?|总表|表里?|情况|万元|亿元|元|钱|[的是在里面中和与及以了有内呢吗为从到各被将会发给交用花要达共占买数大概约]"
)
_SEVERAL = re.compile(r"分别|各[是有为多个]|各自|以及|[和与及、,，]")
"""What asks for several cells, which is not for this way of reading."""
_GENERAL = ("合计", "决算数", "预算数", "金额", "小计", "总额")
"""Columns that are meant when none is named, the first that is there."""
_SHORTEST = 2
_TRUST = 0.9


@dataclass(frozen=True, slots=True)
class _Value:
    """A number beside a label, in a column."""

    cell: int
    heading: str


def named(known: Prepared, question: str, context: str) -> Reading | None:
    """The number that a question names by its row and, of several, by its column; None when it is unclear."""
    asked = plain_text(question)
    labels = _labels(known, asked)
    if not labels:
        return None
    longest = max(len(text) for text in labels.values())
    fits = []
    for cell, text in labels.items():
        values = _beside(known, cell) if len(text) == longest else []
        rest = asked.replace(text, " ", 1)
        value = None if _SEVERAL.search(rest.strip(" ,，。?？")) else _meant(values, rest, known)
        if value is not None and not _left(rest, value, context):  # one word more can turn the meaning
            fits.append((cell, value))
    if not fits or len({known.grid.plain[value.cell] for _, value in fits}) > 1:
        return None
    cell, value = fits[0]
    table = known.table
    own = table.cells[value.cell]
    row = table.row_path(own.row, own.col) or (table.cells[cell].text.strip(),)
    return Reading(table, (own,), (row,), (table.column_path(own.row, own.col),), _TRUST, 1.0, 0.0, named=True)


def _labels(known: Prepared, asked: str) -> dict[int, str]:
    """The cells of words that the question holds whole, their numbering left out."""
    found = {}
    for cell, said in enumerate(known.grid.plain):
        text = _NUMBERING.sub("", said)
        if known.grid.kinds[cell] == "text" and len(text) >= _SHORTEST and text in asked:
            found[cell] = text
    return found


def _beside(known: Prepared, label: int) -> list[_Value]:
    """The numbers to the right of a label, up to the next label."""
    row, col, _, span = known.grid.corners[label]
    found: list[_Value] = []
    for place in range(col + span, known.grid.ids.shape[1]):
        cell = int(known.grid.ids[row, place])
        if cell < 0 or known.grid.kinds[cell] == "blank":
            continue
        if known.grid.kinds[cell] != "number":
            break
        heading = "".join(known.table.column_path(known.grid.corners[cell][0], place))
        found.append(_Value(cell, plain_text(heading)))
    return found


def _meant(values: list[_Value], rest: str, known: Prepared) -> _Value | None:
    """The value whose column is named; the only one; that of the column of totals.

    A stage of the budget that the question names excludes the columns of others.
    """
    asked = phases_in(rest)
    if asked:
        staged = [(one, phases_in(one.heading)) for one in values]
        values = [one for one, own in staged if own and own <= asked] or [one for one, own in staged if not own]
    called = [one for one in values if any(part in rest for part in _ends(one.heading))]
    if len(called) == 1:
        return called[0]
    if called or len({known.grid.plain[one.cell] for one in values}) <= 1:
        options = called or values
        return options[0] if len({known.grid.plain[one.cell] for one in options}) == 1 else None
    for word in _GENERAL:
        general = [one for one in values if one.heading.endswith(word)]
        if len(general) == 1:
            return general[0]
    return None


def _ends(heading: str) -> list[str]:
    """The last words of a heading, four and more characters, by which a question may name it."""
    bare = re.sub(r"[(（][^)）]*[)）]", "", heading)
    return [bare[-length:] for length in range(4, min(len(bare), 12) + 1)]


def _left(rest: str, value: _Value, context: str) -> str:
    """What of the question neither the column, the table's place nor idle words explain."""
    open_words = _IDLE.sub("", without_place(rest, plain_text(context)))
    return "".join(one for one in open_words if one.isalnum() and one not in value.heading and not one.isdigit())
