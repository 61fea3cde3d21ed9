"""The figures of an answer, large: the value with its unit, whose it is, of which year, and how it came to us."""

from __future__ import annotations

from dataclasses import replace

from assistant import phrasing
from assistant.answer import Answer, AnswerFigure, Status
from assistant.report import FigureStatus
from assistant.web.markup import mark, text
from assistant.web.series import Point, Series, series_of
from assistant.web.wording import Words

MOST = 3
"""More figures than this have one card together, where they are a series."""
MOST_TOGETHER = 12
"""More than these are read better as a list, and as a chart beside it."""


def cards(answer: Answer, exchange: int, words: Words) -> str:
    """A card for each figure of an answer that asserts few, one for all of a series; "" for what has none."""
    if answer.status is not Status.ANSWERED or not 0 < len(answer.figures) <= MOST_TOGETHER:
        return ""
    series = series_of(answer, words)
    if len(answer.figures) <= MOST:
        shown = _set_against(answer, series) or answer.figures
        return f'<div class="bg-cards">{"".join(_card(one, exchange, words) for one in shown)}</div>'
    return f'<div class="bg-cards">{_together(series, exchange, words)}</div>' if series else ""


def _set_against(answer: Answer, series: Series | None) -> list[AnswerFigure]:
    """A difference or a growth with the two figures that it is made of: alone it does not say of whom it speaks."""
    if len(answer.figures) > 1 or answer.derivation is None or series is None or len(series.points) != 2:
        return []
    computed = replace(answer.figures[0], label=answer.derivation.formula)
    return [*(one.figure for one in series.points), computed]


def _together(series: Series, exchange: int, words: Words) -> str:
    """A series as one card: what all figures share is said once, each figure stands under what tells it apart."""
    unit = f" · {phrasing.unit_name(series.unit, words.code)}" if series.unit not in (None, "%") else ""
    narrow = ' class="bg-years"' if series.by_year else ""
    figures = "".join(_member(one, exchange, words) for one in series.points)
    title = f'<p class="bg-label">{text(series.title + unit)}</p>'
    return f'<div class="bg-card bg-together">{title}<ul{narrow}>{figures}</ul></div>'


def _member(point: Point, exchange: int, words: Words) -> str:
    value = words.chart_undecided if point.value is None else phrasing.number(point.value, None, words.code)
    percent = "%" if point.unit == "%" and point.value is not None else ""
    return (
        f'<li><p class="bg-who">{text(point.name)}</p><p class="bg-value"><b>{text(value + percent)}</b> '
        f"{mark(exchange, point.citation, words)}</p>{_how(point.status, words)}</li>"
    )


def _how(status: FigureStatus, words: Words) -> str:
    """In words how a figure came to us, where it does not simply stand in the report."""
    said = "" if status is FigureStatus.REPORTED else phrasing.status(status, words.code)
    return f'<p class="bg-how">{text(said)}</p>' if said else ""


def whose(figure: AnswerFigure, words: Words) -> str:
    """The agency and the year of a figure, as far as they are one."""
    return " · ".join(part for part in (figure.agency, words.year.format(figure.year) if figure.year else "") if part)


def _card(figure: AnswerFigure, exchange: int, words: Words) -> str:
    owner = whose(figure, words)
    said = phrasing.number(figure.value, figure.unit, words.code) if figure.value is not None else words.chart_undecided
    value, _, unit = said.partition(" ")
    unit = f" <span>{text(unit)}</span>" if unit else ""
    head = f'<p class="bg-who">{text(owner)}</p>' if owner else ""
    return (
        f'<div class="bg-card">{head}'
        f'<p class="bg-value"><b>{text(value)}</b>{unit} {mark(exchange, figure.citation, words)}</p>'
        f'<p class="bg-label">{text(figure.label)}</p>{_how(figure.status, words)}</div>'
    )
