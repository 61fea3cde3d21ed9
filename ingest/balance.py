"""The form's identities as one report keeps them: which equations can be computed, and which of them hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.forms import FormTable
from assistant.report import USABLE, FigureStatus
from ingest.standard import FormCell, FormReading

Place = tuple[str, str]
"""Row code and column code of a cell in its table."""


@dataclass(frozen=True, slots=True)
class Equation:
    """One identity in one row or column, with a value in every one of its cells."""

    text: str
    places: tuple[Place, ...]
    holds: bool


def equations(table: FormTable, values: Mapping[Place, Decimal]) -> list[Equation]:
    """Every equation of a table's identities whose cells all have a value."""
    present = {row for row, _ in values}
    standing_in = {code: row.code for row in table.rows if row.code in present for code in row.instead_of}
    return list(_equations(table, values, standing_in))


def _values(table: FormTable, cells: Sequence[FormCell]) -> dict[Place, Decimal]:
    return {
        (cell.row.code, cell.column.code): cell.reading.value
        for cell in cells
        if cell.table.code == table.code and cell.reading.value is not None and cell.reading.status in USABLE
    }


def _equations(table: FormTable, values: Mapping[Place, Decimal], standing_in: Mapping[str, str]) -> Iterator[Equation]:
    for identity in table.identities:
        if identity.axis == "columns":
            lines = [
                ([(row.code, c) for c in identity.left], [(row.code, c) for c in identity.right]) for row in table.rows
            ]
        else:
            left, right = (
                dict.fromkeys(standing_in.get(r, r) for r in side) for side in (identity.left, identity.right)
            )
            lines = [([(r, c.code) for r in left], [(r, c.code) for r in right]) for c in table.columns]
        for one, other in lines:
            if all(place in values for place in (*one, *other)):
                balanced = sum(values[place] for place in one) == sum(values[place] for place in other)
                yield Equation(f"{identity.name} {identity.text}", (*one, *other), balanced)


def doubted(form: FormReading, scanned: frozenset[int]) -> FormReading:
    """The form with what was recognised on scanned pages only as certain as the identities make it.

    A figure in an equation that holds is trusted, unless another of its equations fails and no other cell can be
    the reason. A figure whose equations fail is ambiguous: it was misread, or the report itself is wrong, and a picture
    does not tell which. One without an equation stands on the agreement of two readings, and says so.
    """
    cells = list(form.cells)
    for table in form.form.tables:
        found = equations(table, _values(table, cells))
        proved = {place for equation in found if equation.holds for place in equation.places}
        suspects = {place for equation in found if not equation.holds for place in equation.places} - proved
        for number, cell in enumerate(cells):
            if cell.table.code == table.code and cell.reading.place.page in scanned:
                place = (cell.row.code, cell.column.code)
                failing = [e for e in found if not e.holds and place in e.places]
                unexplained = [e for e in failing if place in suspects or not suspects.intersection(e.places)]
                cells[number] = _doubted(cell, unexplained, place in proved)
    return replace(form, cells=tuple(cells))


def _doubted(cell: FormCell, failing: Sequence[Equation], is_proved: bool) -> FormCell:
    reading = cell.reading
    if reading.status is FigureStatus.BLANK and not reading.raw:
        basis = "扫描件上此格没有识别出文字"
        return replace(cell, reading=replace(reading, status=FigureStatus.AMBIGUOUS, basis=basis))
    if reading.value is None or reading.status not in USABLE:
        return cell
    if failing:
        basis = f"扫描件识别（OCR）为“{reading.raw}”，但“{failing[0].text}”不成立，不能确定"
        doubt = replace(reading, status=FigureStatus.AMBIGUOUS, value=None, basis=basis)
        return replace(cell, reading=doubt)
    said = "由扫描件识别（OCR），" + ("勾稽关系成立" if is_proved else "两次识别一致，无勾稽关系可验证，请核对原件")
    return replace(cell, reading=replace(reading, basis="；".join(filter(None, (reading.basis, said)))))
