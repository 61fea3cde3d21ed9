"""The figures of an answer, large: the value with its unit, whose it is, of which year, and how it came to us."""

from __future__ import annotations

from assistant import phrasing
from assistant.answer import Answer, AnswerFigure, Status
from assistant.report import FigureStatus
from assistant.web.markup import anchor, text
from assistant.web.wording import Words

MOST = 3
"""More figures than this are a series: a list, and a chart beside it, read better than cards."""


def cards(answer: Answer, exchange: int, words: Words) -> str:
    """A card for each figure of an answer that asserts few; "" for refusals, texts and series."""
    if answer.status is not Status.ANSWERED or not 0 < len(answer.figures) <= MOST:
        return ""
    return f'<div class="bg-cards">{"".join(_card(one, exchange, words) for one in answer.figures)}</div>'


def whose(figure: AnswerFigure, words: Words) -> str:
    """The agency and the year of a figure, as far as they are one."""
    return " · ".join(part for part in (figure.agency, words.year.format(figure.year) if figure.year else "") if part)


def _card(figure: AnswerFigure, exchange: int, words: Words) -> str:
    owner = whose(figure, words)
    how = ""
    if figure.status is not FigureStatus.REPORTED:
        how = f'<p class="bg-how">{text(phrasing.status(figure.status, words.code))}</p>'
    said = phrasing.number(figure.value, figure.unit, words.code) if figure.value is not None else words.chart_undecided
    value, _, unit = said.partition(" ")
    unit = f" <span>{text(unit)}</span>" if unit else ""
    mark = f'<a class="bg-mark" href="#{anchor(exchange, figure.citation)}">{figure.citation}</a>'
    head = f'<p class="bg-who">{text(owner)}</p>' if owner else ""
    return (
        f'<div class="bg-card">{head}<p class="bg-value"><b>{text(value)}</b>{unit} {mark}</p>'
        f'<p class="bg-label">{text(figure.label)}</p>{how}</div>'
    )
