"""The equations that a report's form guarantees, each with whether it holds: what the report page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.arithmetic import plain
from assistant.forms import forms
from assistant.forms.form import FormTable, Identity
from assistant.report import USABLE, Figure

_Cells = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Checked:
    """One identity in one row or column of which every cell states a number."""

    where: str
    said: str
    holds: bool


def checked(form_code: str | None, figures: Sequence[Figure]) -> list[Checked]:
    """Every identity of the form that can be checked over these figures of one report."""
    form = next((one for one in forms() if one.code == form_code), None)
    cells = {figure.measure: figure for figure in figures if figure.measure}
    return [one for table in form.tables for one in _of_table(table, cells)] if form else []


def _of_table(table: FormTable, cells: _Cells) -> Iterator[Checked]:
    for identity in table.identities:
        lines = table.rows if identity.axis == "columns" else table.columns
        for line in lines:
            sides = [_side(table, identity, line.code, codes, cells) for codes in (identity.left, identity.right)]
            if all(sides):
                yield _one(table, identity, line.label, *sides)


def _side(table: FormTable, identity: Identity, line: str, codes: Sequence[str], cells: _Cells) -> list[Figure]:
    """The figures of one side; none when one of them states no number."""
    if identity.axis == "columns":
        found = [cells.get(f"{table.code}.{line}.{code}") for code in codes]
    else:
        found = [cells.get(f"{table.code}.{code}.{line}") for code in _rows_read(table, codes, line, cells)]
    return [one for one in found if one is not None and one.status in USABLE] if _whole(found) else []


def _whole(found: Sequence[Figure | None]) -> bool:
    return all(one is not None and one.status in USABLE and one.value is not None for one in found)


def _rows_read(table: FormTable, codes: Sequence[str], column: str, cells: _Cells) -> Iterator[str]:
    """Rows of which one stands for several ("（六）" printed as one row) count once."""
    printed = {row.code for row in table.rows if f"{table.code}.{row.code}.{column}" in cells}
    replaced = {code for row in table.rows if row.code in printed for code in row.instead_of}
    for row in table.rows:
        if row.code in codes and row.code not in replaced and (row.code in printed or not row.instead_of):
            yield row.code


def _one(table: FormTable, identity: Identity, line: str, left: Sequence[Figure], right: Sequence[Figure]) -> Checked:
    said = f"{_added(left)} = {_added(right)}"
    holds = _sum(left) == _sum(right)
    return Checked(f"{table.title} · {line} · {identity.text}", said if holds else said.replace(" = ", " ≠ "), holds)


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((one.value for one in figures if one.value is not None), Decimal(0))


def _added(figures: Sequence[Figure]) -> str:
    return " + ".join(plain(one.value) for one in figures if one.value is not None)
