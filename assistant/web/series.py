"""What an answer compares: its figures as the points of one chart and the rows of one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import phrasing
from assistant.answer import Answer, AnswerFigure, Status
from assistant.report import FigureStatus
from assistant.web.wording import Words


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with the name that tells it from the others."""

    name: str
    value: Decimal | None
    unit: str | None
    status: FigureStatus
    citation: int
    figure: AnswerFigure


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one unit that stand beside each other."""

    title: str
    unit: str | None
    points: tuple[Point, ...]
    by_year: bool
    """The points are the years of one quantity of one agency."""


def series_of(answer: Answer, words: Words) -> Series | None:
    """The comparison that an answer makes; None where it asserts fewer than two figures of one unit.

    The operands of a difference or a growth are a comparison as well.
    """
    if answer.status is not Status.ANSWERED:
        return None
    figures: Sequence[AnswerFigure] = answer.figures
    if len(figures) == 1 and answer.derivation is not None:
        figures = answer.derivation.operands
        if len({one.year for one in figures}) < 2 and len({one.agency for one in figures}) < 2:
            return None
        if len({one.label for one in figures}) == 1:  # one quantity: called as the answer calls it
            figures = [replace(one, label=answer.figures[0].label) for one in figures]
    units = {one.unit for one in figures}
    if len(figures) < 2 or len(units) != 1:
        return None
    varying = [name for name in ("agency", "year", "label") if len({getattr(one, name) for one in figures}) > 1]
    fixed = [name for name in ("agency", "year", "label") if name not in varying]
    by_year = varying == ["year"]
    points = [Point(_named(one, varying, words), one.value, one.unit, one.status, one.citation, one) for one in figures]
    if by_year:
        points.sort(key=lambda point: point.figure.year or 0)
    return Series(_named(figures[0], fixed, words), figures[0].unit, tuple(points), by_year)


def _named(figure: AnswerFigure, parts: Sequence[str], words: Words) -> str:
    said = {
        "agency": figure.agency or "",
        "year": words.year.format(figure.year) if figure.year else "",
        "label": figure.label,
    }
    return " · ".join(said[part] for part in parts if said[part])


def shown(point: Point, words: Words) -> str:
    """A point's value in words: the number with its unit, or that there is none."""
    if point.value is None:
        return phrasing.status(point.status, words.code)
    return phrasing.number(point.value, point.unit, words.code)
