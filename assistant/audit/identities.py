"""The identities of the form, cell by cell: row sums (H1, H4), balance (H2), column sums (H3), whole counts (H6).

A cell that is missing or ambiguous decides nothing. An empty cell may stand for 0 or for a number that was forgotten:
an identity with empty cells is broken for certain only where no number in them could mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Finding, Severity
from assistant.arithmetic import plain, total
from assistant.audit.findings import TABLE_NAMES, Numbers, finding
from assistant.audit.material import Material, blank, usable
from assistant.forms import FormTable, Identity
from assistant.report import Figure, FigureStatus

_KINDS = {"H1": "row_sum", "H2": "balance", "H3": "column_sum", "H4": "review_total"}
_WHOLE = ("requests", "review")
"""Tables whose every cell counts cases."""


@dataclass(frozen=True, slots=True)
class _Broken:
    """One identity in one row or one column, with its two sides."""

    identity: Identity
    line: str
    """The row's code for an identity over columns, the column's for one over rows."""
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    severity: Severity

    @property
    def difference(self) -> Decimal:
        return _sum(self.left) - _sum(self.right)


def check(material: Material) -> Iterator[Finding]:
    """Every identity of the report's form that does not hold."""
    if material.form is None:
        return
    for table in material.form.tables:
        broken = [one for identity in table.identities for one in _broken(material, table, identity)]
        for one in (b for b in broken if b.identity.axis == "columns"):
            yield _row_finding(material, table, one, _suspect(material, table, one, broken))
        for name in ("H2", "H3"):
            lines = [b for b in broken if b.identity.name == name]
            if any(line.line == "total" for line in lines):
                yield _column_finding(material, table, lines)
            else:
                yield from (_column_finding(material, table, [line]) for line in lines)
        if table.code in _WHOLE:
            yield from _not_counts(material, table)


def _broken(material: Material, table: FormTable, identity: Identity) -> Iterator[_Broken]:
    if identity.axis == "columns":
        for row in table.rows:
            left = [material.cell(table.code, row.code, code) for code in identity.left]
            right = [material.cell(table.code, row.code, code) for code in identity.right]
            yield from _compared(identity, row.code, left, right)
        return
    for column in table.columns:
        sides = [
            [material.cell(table.code, row, column.code) for row in material.rows_read(table, rows)]
            for rows in (identity.left, identity.right)
        ]
        yield from _compared(identity, column.code, *sides)


def _compared(
    identity: Identity, line: str, left: Sequence[Figure | None], right: Sequence[Figure | None]
) -> Iterator[_Broken]:
    known = [figure for figure in (*left, *right) if figure is not None]
    if len(known) < len(left) + len(right) or not all(usable(f) or blank(f) for f in known):
        return
    if all(blank(f) for f in left) or all(blank(f) for f in right):
        return
    if any(blank(f) and f is not None and (f.measure or "").endswith(".total") for f in known):
        return  # a total left empty is one that the reader must make
    sides = tuple(f for f in left if f is not None), tuple(f for f in right if f is not None)
    gap = _sum(sides[0]) - _sum(sides[1])
    if gap == 0:
        return
    # What is empty can only add to its own side.
    lower = sides[0] if gap < 0 else sides[1]
    certain = not any(blank(figure) for figure in lower)
    yield _Broken(identity, line, *sides, Severity.ERROR if certain else Severity.REMARK)


def _row_finding(material: Material, table: FormTable, one: _Broken, suspect: str) -> Finding:
    row = one.left[0].row[-1] if one.left[0].row else one.left[0].col[0]
    where = f"{TABLE_NAMES.get(table.code, table.title)} · {row}"
    group = "·".join(one.left[0].col[:-1])
    where += f" · {group}总计" if table.layout == "single" and group else ""
    stated, computed = _sum(one.left), _sum(one.right)
    formula = f"{_added(one.right)} = {plain(computed)} ≠ {plain(stated)}"
    said = f"“{row}”总计写作 {plain(stated)}，各项相加为 {plain(computed)}，相差 {plain(abs(one.difference))}。"
    if table.layout == "single":
        said = f"{group}总计写作 {plain(stated)}，维持、纠正、其他、未审结相加为 {plain(computed)}。"
    return finding(
        material,
        _KINDS[one.identity.name],
        one.severity,
        where,
        Numbers(stated, computed, formula),
        [figure.source for figure in _shown(one)],
        said + suspect + _doubt(one),
    )


def _column_finding(material: Material, table: FormTable, lines: Sequence[_Broken]) -> Finding:
    """One finding for the total and the columns that it breaks with: there is one reason for them all."""
    lines = sorted(lines, key=lambda one: (one.severity is Severity.REMARK, one.line != "total"))
    main = lines[0]
    columns = "、".join(_column(one) for one in lines)
    balance = main.identity.name == "H2"
    equation = "一 + 二 = （七）+ 四" if balance else "（七）总计"
    where = f"{TABLE_NAMES.get(table.code, table.title)} · {equation} · {columns}"
    details = "；".join(
        f"{_column(one)}：{_added(one.left)}{_equals(one.left)}，{_added(one.right)}{_equals(one.right)}"
        for one in lines
    )
    said = "新收加上年结转，不等于办理结果总计加结转下年" if balance else "（七）总计不等于各项办理结果之和"
    return finding(
        material,
        _KINDS[main.identity.name],
        main.severity,
        where,
        Numbers(
            _sum(main.left),
            _sum(main.right),
            f"{_added(main.left)}{_equals(main.left)} ≠ {_added(main.right)}{_equals(main.right)}",
        ),
        [figure.source for one in lines for figure in _shown(one)],
        f"{said}（{details}）。" + _doubt(main),
    )


def _suspect(material: Material, table: FormTable, one: _Broken, broken: Sequence[_Broken]) -> str:
    """The one cell that would mend a row and a column at once, when there is one."""
    mends: list[tuple[Figure, Decimal]] = []
    for other in broken:
        cell = material.cell(table.code, one.line, other.line) if other.identity.axis == "rows" else None
        if cell is None or cell.value is None or cell not in (*one.left, *one.right):
            continue
        right = cell.value + (-one.difference if cell in one.left else one.difference)
        shift = right - cell.value
        mended = other.difference + (shift if cell in other.left else -shift) == 0
        if mended and right >= 0 and cell in (*other.left, *other.right):
            mends.append((cell, right))
    if len({cell.figure_id for cell, _ in mends}) != 1:
        return ""
    cell, right = mends[0]
    named, old = "·".join(cell.col), plain(cell.value or Decimal(0))
    return f"同列的勾稽也差这么多：最可能有误的是“{named}”一格，写作 {old}，应为 {plain(right)}。"


def _not_counts(material: Material, table: FormTable) -> Iterator[Finding]:
    for row, column in table.cells():
        figure = material.cells.get(table.measure(row, column))
        if figure is None or not usable(figure) or figure.value is None:
            continue
        if figure.value < 0 or figure.value != figure.value.to_integral_value():
            where = f"{TABLE_NAMES.get(table.code, table.title)} · {' · '.join((*figure.row[-1:], *figure.col))}"
            numbers = Numbers(figure.value, "", "件数应为不小于 0 的整数")
            said = f"件数应为不小于 0 的整数，写作 {figure.raw}。"
            yield finding(material, "not_a_count", Severity.ERROR, where, numbers, [figure.source], said)


def _shown(one: _Broken) -> list[Figure]:
    """The cells worth looking at: the side that is stated, and what is not 0 on the other."""
    return [*one.left, *(figure for figure in one.right if figure.value)]


def _doubt(one: _Broken) -> str:
    cells = (*one.left, *one.right)
    if any(blank(figure) for figure in cells):
        return "其中有空白格，按 0 计。"
    if any(figure.status is FigureStatus.RECONSTRUCTED for figure in cells):
        return "原文数字粘连，按行内总计还原。"
    return ""


def _column(one: _Broken) -> str:
    return "·".join(one.left[0].col)


def _sum(side: Sequence[Figure]) -> Decimal:
    return total([figure.value for figure in side if figure.value is not None])


def _added(side: Sequence[Figure]) -> str:
    """The terms of a sum; of many, those that are not 0."""
    values = [figure.value for figure in side if figure.value is not None]
    terms = values if len(values) <= 2 else [value for value in values if value]
    return " + ".join(map(plain, terms)) or "0"


def _equals(side: Sequence[Figure]) -> str:
    return f" = {plain(_sum(side))}" if " + " in _added(side) else ""
