"""What the rows of a form's table state once their glued digits are cut and the doubts about their grid are weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.forms import FormTable
from assistant.report import FigureStatus
from ingest.linear import candidates, cells_of_cut
from ingest.readings import Reading, RowReading
from ingest.repair import Cut, all_hold, may_be_fewer, settle, settled_by

_SHOWN = 5
"""How many candidates of an ambiguous row are shown."""


def decided(form_table: FormTable, found: Mapping[str, RowReading]) -> dict[str, RowReading]:
    """Cut the glued rows: first each by itself, then the open ones together."""
    rows = dict(found)
    ways = {code: candidates(form_table, row) for code, row in rows.items() if row.glued is not None}
    for code, cuts in ways.items():
        row = rows[code]
        if row.cells and (not cuts or row.values() in cuts):
            continue
        if row.cells:
            rows[code] = _ambiguous(row, (*cuts, tuple(cell.raw for cell in row.cells)))
        elif len(cuts) == 1 and (form_table.sums or _certain(row) or _prints_zeros(rows, ways)):
            rows[code] = _cut(row, cuts[0], _basis(form_table))
    known = {code: values for code, row in rows.items() if (values := row.values()) is not None}
    still = {code: ways[code] for code, row in rows.items() if not row.cells and ways.get(code)}
    for code, cut in settle(form_table, known, still).items():
        rows[code] = _cut(rows[code], cut, _basis(form_table, over_rows=True))
    rows = {code: row if row.cells else _ambiguous(row, ways.get(code, ())) for code, row in rows.items()}
    unproved = _unproved(form_table, rows)
    return {code: _undecided(row) if code in unproved else _hinted(form_table, row) for code, row in rows.items()}


def _hinted(form_table: FormTable, row: RowReading) -> RowReading:
    """The row with what its identities would give for a blank total; the total itself stays blank."""
    places = {column.code: i for i, column in enumerate(row.columns)}
    cells = list(row.cells)
    for identity in form_table.sums:
        parts = [cells[places[code]] for code in identity.right]
        stated = [part.value for part in parts if part.value is not None]
        total = cells[places[identity.left[0]]]
        whole = all(part.value is not None or part.status is FigureStatus.BLANK for part in parts)
        if total.status is FigureStatus.BLANK and stated and whole:
            blanks = "，空白按 0 计" if len(stated) < len(parts) else ""
            hint = f"{total.basis}；按“{identity.name} {identity.text}”应为 {sum(stated)}{blanks}"
            cells[places[identity.left[0]]] = replace(total, basis=hint)
    return replace(row, cells=tuple(cells))


def _unproved(form_table: FormTable, rows: Mapping[str, RowReading]) -> set[str]:
    """The rows of a grid with repeated, merged or displaced values that no identity proves."""
    known = {code: values for code, row in rows.items() if (values := row.values()) is not None}
    summed = {code for code, values in known.items() if form_table.sums and all_hold(form_table, values)}
    displaced = {code for code, row in rows.items() if row.displaced} - summed
    return displaced | _unsettled(form_table, rows, known)


def _unsettled(form_table: FormTable, rows: Mapping[str, RowReading], known: Mapping[str, Cut]) -> set[str]:
    """The doubtful rows that neither the identities over rows prove nor, in a table without those, their own sums."""
    doubtful = {code for code, row in rows.items() if row.doubtful}
    if not doubtful:
        return set()
    if any(identity.axis == "rows" for identity in form_table.identities):
        return doubtful - settled_by(form_table, known)
    if not form_table.sums:
        return doubtful
    return {code for code in doubtful if code not in known or not all_hold(form_table, known[code])}


def _undecided(row: RowReading) -> RowReading:
    stated = "、".join(cell.raw for cell in row.cells if cell.raw)
    basis = f"表中有单元格重复、合并或错位，不能确定各格数值；该行写作：{stated or '空白'}"
    cells = (replace(cell, status=FigureStatus.AMBIGUOUS, value=None, basis=basis) for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _certain(row: RowReading) -> bool:
    return row.glued is not None and not may_be_fewer(row.glued.digits, row.columns)


def _prints_zeros(rows: Mapping[str, RowReading], ways: Mapping[str, Sequence[Cut]]) -> bool:
    """Whether the report writes 0 where there is nothing: a blank cell leaves no trace among glued digits."""
    return any("0" in ways[code][0] and _certain(rows[code]) for code in ways if len(ways[code]) == 1)


def _cut(row: RowReading, cut: Cut, basis: str) -> RowReading:
    assert row.glued is not None
    return replace(row, cells=cells_of_cut(row.glued, cut, row.columns, basis))


def _basis(form_table: FormTable, *, over_rows: bool = False) -> str:
    axes = {"columns", "rows"} if over_rows else {"columns"}
    used = dict.fromkeys(f"{i.name} {i.text}" for i in form_table.identities if i.axis in axes)
    rule = "；".join(used) or "每格至少一位数字且无前导零"
    return f"原文数字粘连，依据“{rule}”只有一种切分"


def _ambiguous(row: RowReading, ways: Sequence[Cut]) -> RowReading:
    digits = row.glued.digits if row.glued else ""
    place = row.glued.piece(0, len(digits)) if row.glued and digits else row.label
    place = replace(place, table_id=row.label.table_id, cell=row.glued.place.cell if row.glued else row.label.cell)
    if ways:
        shown = "；".join("、".join(cut) for cut in ways[:_SHOWN]) + ("；……" if len(ways) > _SHOWN else "")
        basis = f"原文数字粘连为“{digits}”，可切分为：{shown}"
    elif digits:
        basis = f"原文写作“{digits}”，不能确定各格数值"
    else:
        basis = "该行的数字残缺，不能与各列对应"
    cell = Reading(FigureStatus.AMBIGUOUS, digits, place, basis=basis)
    return replace(row, cells=tuple(replace(cell, unit=column.unit) for column in row.columns))
