"""What a table of records says when something is done with its records: the largest, those between bounds, a count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.report import Cell, Path
from assistant.tables import plan as planning
from assistant.tables.carrying import Outcome, carry_out
from assistant.tables.plan import Act, Plan, plan_of
from assistant.tables.reading import Prepared, of_the_table
from assistant.tables.records import Records, records_of
from assistant.tables.texts import plain_text

_MONTH = re.compile(r"(\d年)([1-9]月)")
UNEXPLAINED = 0.35
"""The most of a question's content that may stay unexplained by the columns, the values and the table's place."""
UNEXPLAINED_BY_COUNT = 0.15
"""What is counted must be what the records are."""
_MOST_CELLS = 40


@dataclass(frozen=True)
class Worked:
    """The outcome of a plan on one table."""

    act: Act
    cells: tuple[Cell, ...]
    """The cells that answer; of a count or a difference, those that it is made of."""
    rows: tuple[Path, ...]
    cols: tuple[Path, ...]
    by: tuple[Cell | None, ...]
    """Beside each answering cell, the one it was ordered by."""
    value: Decimal | None
    """The count or the difference."""
    skipped: int
    """Records that state no number and could not be compared."""
    left_over: float


def worked(known: Prepared, question: str, context: str, *, alone: bool = True) -> Worked | None:
    """The answer of a table of records to a question that does something with them, or None."""
    records = records_of(known)
    if records is None:
        return None
    asked = of_the_table(_MONTH.sub(r"\g<1>0\2", plain_text(question)), context, known.grid.plain)
    plan = plan_of(records, asked, alone=alone)
    if plan is None:
        return None
    rest = planning.left_of(asked, plan, records, plain_text(context))
    outcome = carry_out(plan, records)
    if (
        rest > (UNEXPLAINED_BY_COUNT if plan.act is Act.COUNT else UNEXPLAINED)
        or outcome.tied
        or (outcome.skipped and any(len(values) > 1 for _, values in plan.kept))  # one of those compared says nothing
        or (not outcome.rows and plan.act is not Act.COUNT)
    ):
        return None
    return _made(plan, records, outcome, rest)


def _made(plan: Plan, records: Records, outcome: Outcome, rest: float) -> Worked | None:
    column = plan.column
    ordered = plan.orders[-1].column if plan.orders else None
    cells, by = [], []
    for row in outcome.rows[:_MOST_CELLS]:
        cell = records.cell(row, column)
        if cell is None:
            return None
        cells.append(cell)
        by.append(records.cell(row, ordered) if ordered and ordered != column else None)
    value: Decimal | None = None
    if plan.act is Act.COUNT:
        value = Decimal(len(outcome.rows))
    elif plan.act is Act.DIFFERENCE:
        numbers = [records.number(row, plan.column) for row in outcome.rows]
        if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
            return None
        value = abs(numbers[0] - numbers[1])
    name = next((one for one, values in plan.kept if len(values) > 1), records.name)
    rows = tuple((records.text(row, name),) if column != name else () for row in outcome.rows[:_MOST_CELLS])
    return Worked(
        plan.act, tuple(cells), rows, ((column.heading,),) * len(cells), tuple(by), value, outcome.skipped, rest
    )
