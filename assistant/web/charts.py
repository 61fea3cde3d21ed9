"""A comparison as a chart: SVG of our own, every bar a link to the cell that proves it, the data as a table below."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant import phrasing
from assistant.report import FigureStatus
from assistant.web.markup import anchor, mark, text
from assistant.web.series import Point, Series, shown
from assistant.web.wording import Words

_MOST_COLUMNS = 12
_MOST_BARS = 40
_FEW = 6
_WIDTH = 560


def chart(series: Series, exchange: int, words: Words) -> str:
    """The figure: a title, the drawing, and the same data as a table. More bars than can be read are only a table."""
    title = series.title or words.chart
    unit = f" · {phrasing.unit_name(series.unit, words.code)}" if series.unit else ""
    drawing = ""
    if any(point.value is not None for point in series.points) and len(series.points) <= _MOST_BARS:
        columns = series.by_year and len(series.points) <= _MOST_COLUMNS
        drawing = _columns(series, exchange, words) if columns else _bars(series, exchange, words)
    return (
        f'<figure class="bg-chart"><figcaption>{text(title)}{text(unit)}</figcaption>{drawing}'
        f"{_table(series, exchange, words, unfolded=not drawing)}</figure>"
    )


def _svg(height: int, label: str, inside: str, *, few: bool) -> str:
    classed = ' class="bg-few"' if few else ""  # room for larger letters on a phone
    return (
        f'<svg{classed} viewBox="0 0 {_WIDTH} {height}" role="group" aria-label="{text(label)}" '
        f'xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    )


def _linked(point: Point, exchange: int, words: Words, inside: str) -> str:
    said = f"{point.name} {shown(point, words)}"
    kind = " bg-derived" if point.status is FigureStatus.DERIVED else ""
    return (
        f'<a class="bg-bar{kind}" href="#{anchor(exchange, point.citation)}" aria-label="{text(said)}">'
        f"<title>{text(said)}</title>{inside}</a>"
    )


def _scale(series: Series, room: int) -> tuple[Decimal, Decimal]:
    """(where zero is, units of the drawing for one unit of the data), so that every value fits into the room."""
    values = [point.value for point in series.points if point.value is not None]
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    step = Decimal(room) / (high - low) if high > low else Decimal(0)
    return -low * step, step


def _columns(series: Series, exchange: int, words: Words) -> str:
    top, room, foot = 26, 150, 26
    zero, step = _scale(series, room)
    base = top + room - zero
    width = _WIDTH // len(series.points)
    bar = min(56, width * 6 // 10)
    parts = [f'<line class="bg-axis" x1="0" x2="{_WIDTH}" y1="{base:.1f}" y2="{base:.1f}"/>']
    for index, point in enumerate(series.points):
        middle = index * width + width // 2
        tall = abs(point.value * step) if point.value is not None else Decimal(0)
        upper = base - tall if point.value is None or point.value >= 0 else base
        value = shown(point, words).partition(" ")[0] if point.value is not None else shown(point, words)
        inside = (
            f'<rect class="bg-hit" x="{index * width}" y="0" width="{width}" height="{top + room + foot}"/>'
            f'<rect class="bg-fill" x="{middle - bar // 2}" y="{upper:.1f}" width="{bar}" '
            f'height="{max(tall, Decimal(1)):.1f}" rx="3"/>'
            f'<text x="{middle}" y="{upper - 7:.1f}" text-anchor="middle">{text(value)}</text>'
            f'<text class="bg-name" x="{middle}" y="{top + room + 19}" text-anchor="middle">{text(point.name)}</text>'
        )
        parts.append(_linked(point, exchange, words, inside))
    return _svg(top + room + foot, series.title or words.chart, "".join(parts), few=len(series.points) <= _FEW)


def _bars(series: Series, exchange: int, words: Words) -> str:
    line, room = 52, _WIDTH - 90
    zero, step = _scale(series, room)
    parts = []
    for index, point in enumerate(series.points):
        y = index * line
        long = abs(point.value * step) if point.value is not None else Decimal(0)
        left = zero if point.value is None or point.value >= 0 else zero - long
        end = left + long + 6
        value = shown(point, words).partition(" ")[0] if point.value is not None else shown(point, words)
        inside = (
            f'<rect class="bg-hit" x="0" y="{y}" width="{_WIDTH}" height="{line}"/>'
            f'<text class="bg-name" x="0" y="{y + 17}">{text(_short(point.name))}</text>'
            f'<rect class="bg-fill" x="{left:.1f}" y="{y + 26}" width="{max(long, Decimal(1)):.1f}" '
            f'height="16" rx="3"/>'
            f'<text x="{end:.1f}" y="{y + 40}">{text(value)}</text>'
        )
        parts.append(_linked(point, exchange, words, inside))
    return _svg(len(series.points) * line + 2, series.title or words.chart, "".join(parts), few=True)


def _short(name: str, longest: int = 42) -> str:
    return name if len(name) <= longest else name[: longest - 1] + "…"


def _table(series: Series, exchange: int, words: Words, *, unfolded: bool) -> str:
    rows = "".join(_rows(series, exchange, words))
    return (
        f"<details{' open' if unfolded else ''}><summary>{text(words.chart_table)}</summary>"
        f'<div class="bg-table" tabindex="0" role="region" aria-label="{text(words.chart_table)}"><table>'
        f'<thead><tr><th scope="col">{text(words.item)}</th><th scope="col">{text(words.value)}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _rows(series: Series, exchange: int, words: Words) -> Iterator[str]:
    for point in series.points:
        yield (
            f'<tr><th scope="row">{text(point.name)}</th>'
            f'<td class="bg-number">{text(shown(point, words))} {mark(exchange, point.citation, words)}</td></tr>'
        )
