"""Carry out a plan on a table of records: which records are left, and what could not be compared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.tables.plan import Bound, Plan
from assistant.tables.records import Records


@dataclass(frozen=True, slots=True)
class Outcome:
    """The records that a plan leaves, and how many could not be compared because they state no number."""

    rows: tuple[int, ...]
    skipped: int
    tied: bool
    """Whether the record that was cut off is as good as the last one kept."""


def carry_out(plan: Plan, records: Records) -> Outcome:
    """Carry out a plan."""
    rows = [row for row in records.rows if all(records.text(row, column) in values for column, values in plan.kept)]
    skipped, tied = 0, False
    for bound in plan.bounds:
        rows = [row for row in rows if _within(records.number(row, bound.column), bound)]
    for place, order in enumerate(plan.orders, 1):
        valued = [(number, row) for row in rows if (number := records.number(row, order.column)) is not None]
        skipped += len(rows) - len(valued)
        ranked = sorted(valued, key=lambda one: one[0], reverse=order.largest)
        if order.limit == 1 and place == len(plan.orders):  # the largest are all that equal it
            rows, tied = [row for number, row in ranked if number == ranked[0][0]], False
            continue
        tied = len(ranked) > order.limit and ranked[order.limit][0] == ranked[order.limit - 1][0]
        rows = [row for _, row in ranked[: order.limit]]
        if tied:
            break
    return Outcome(tuple(rows), skipped, tied)


def _within(number: Decimal | None, bound: Bound) -> bool:
    if number is None:
        return False
    return (bound.low is None or number >= bound.low) and (bound.high is None or number <= bound.high)
