"""Ruled tables that lack an outer rule: those open at their sides, and those that a page break left open.

All coordinates are PDF points with the origin at the page's top left; a rule is its box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.report import Box

_SAME_EDGE = 3.0
_LEAST_UPRIGHTS = 3
_OVERHANG = 6.0
"""Vertical rules that reach so far beyond the last horizontal one bound a row; shorter ends are ticks."""


def open_sides(rules: Sequence[Box], uprights: Sequence[Box]) -> list[tuple[float, float, float]]:
    """Where ruled tables lack their outer vertical rules: (x, top, bottom) of each side to be closed.

    Such a table's horizontal rules all end at the same x, beyond its outermost vertical rule.
    """
    sides: list[tuple[float, float, float]] = []
    for left, right in {(round(rule[0]), round(rule[2])) for rule in rules}:
        group = [rule for rule in rules if abs(rule[0] - left) <= 1 and abs(rule[2] - right) <= 1]
        top, bottom = min(rule[1] for rule in group), max(rule[3] for rule in group)
        inner = [
            u
            for u in uprights
            if left + _SAME_EDGE < u[0] < right - _SAME_EDGE and top - 1 <= u[1] and u[3] <= bottom + 1
        ]
        if len(group) < 3 or not inner:
            continue
        for x in (left, right):
            closed = any(abs(u[0] - x) <= _SAME_EDGE and u[1] < bottom and u[3] > top for u in uprights)
            if not closed:
                sides.append((float(x), top, bottom))
    return sides


def open_ends(rules: Sequence[Box], uprights: Sequence[Box]) -> list[tuple[float, float, float]]:
    """Where a page break left a ruled table without its top or bottom rule: (y, left, right) of each to be drawn.

    There several vertical rules end level, each beyond a horizontal rule that it meets, and no horizontal rule is near.
    """
    whole = _joined(uprights)
    return [*_level(rules, whole, 1), *_level(rules, whole, 3)]


def _joined(uprights: Sequence[Box]) -> list[Box]:
    """Vertical rules with those that go on where another ends joined to it."""
    whole: list[Box] = []
    for upright in sorted(uprights, key=lambda upright: (round(upright[0], 1), upright[1])):
        last = whole[-1] if whole else None
        if last and round(last[0], 1) == round(upright[0], 1) and upright[1] - last[3] <= _SAME_EDGE:
            whole[-1] = (last[0], last[1], last[2], max(last[3], upright[3]))
        else:
            whole.append(upright)
    return whole


def _level(rules: Sequence[Box], uprights: Sequence[Box], side: int) -> Iterator[tuple[float, float, float]]:
    """Open ends at the tops (1) or the bottoms (3) of the vertical rules."""
    rest = sorted(uprights, key=lambda upright: upright[side])
    while rest:
        y = rest[0][side]
        group = [upright for upright in rest if upright[side] - y <= 1]
        rest = rest[len(group) :]
        left, right = min(u[0] for u in group), max(u[2] for u in group)
        met = {round(upright[0] / _SAME_EDGE) for upright in group if _meets(upright, y, rules)}
        near = any(abs(rule[1] - y) <= _SAME_EDGE and rule[0] < right and rule[2] > left for rule in rules)
        if len(met) >= _LEAST_UPRIGHTS and not near:
            yield y, left, right
            yield from _undivided(rules, group, 4 - side)


def _undivided(rules: Sequence[Box], uprights: Sequence[Box], side: int) -> Iterator[tuple[float, float, float]]:
    """The far ends of columns, open at the near one, that no horizontal rule crosses: a label of the whole page."""
    for one, other in pairwise(sorted(uprights)):
        middle = (one[0] + other[0]) / 2
        level = other[0] - one[0] > _SAME_EDGE and abs(one[side] - other[side]) <= _SAME_EDGE
        if level and not any(rule[0] < middle < rule[2] and one[1] < rule[1] <= one[3] + 1 for rule in rules):
            yield one[side], one[0], other[0]


def _meets(upright: Box, end: float, rules: Sequence[Box]) -> bool:
    """Whether a horizontal rule meets the vertical one, well before its open end."""
    return any(
        rule[0] - _SAME_EDGE <= upright[0] <= rule[2] + _SAME_EDGE
        and upright[1] - _SAME_EDGE <= rule[1] <= upright[3] + _SAME_EDGE
        and abs(rule[1] - end) > _OVERHANG
        for rule in rules
    )
