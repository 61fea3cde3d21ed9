"""Small charts as inline SVG: they need nothing from outside the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 340, 190, 42, 30
_INK, _BAR = "#5b6676", "#3b6ea8"


def histogram(values: Sequence[float], label: str, bins: int = 12) -> str:
    """How often the values fall into each of `bins` equal ranges from 0 to the largest."""
    top = max(values, default=0.0) or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(int(value / top * bins), bins - 1)] += 1
    highest = max(counts) or 1
    width = (_WIDTH - _LEFT - 8) / bins
    bars = []
    for i, count in enumerate(counts):
        height = (_HEIGHT - _BOTTOM - 10) * count / highest
        x, y = _LEFT + i * width, _HEIGHT - _BOTTOM - height
        bars.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width - 1:.1f}" height="{height:.1f}" fill="{_BAR}"/>')
    return _frame(label, "".join(bars), ("0", f"{top:.3g}"), ("0", str(highest)))


def steps(points: Sequence[tuple[float, float]], label: str) -> str:
    """A risk-coverage curve: risk (upwards, to the largest seen) over coverage (0 to 1)."""
    top = max((risk for _, risk in points), default=0.0) or 1.0
    places = []
    for coverage, risk in points:
        x = _LEFT + coverage * (_WIDTH - _LEFT - 8)
        y = _HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - 10) * risk / top
        places.append(f"{x:.1f},{y:.1f}")
    line = f'<polyline points="{" ".join(places)}" fill="none" stroke="{_BAR}" stroke-width="2"/>'
    dots = "".join(f'<circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="2.5" fill="{_BAR}"/>' for p in places)
    return _frame(label, line + dots, ("0", "1"), ("0", f"{top:.2f}"))


def _frame(label: str, inside: str, across: tuple[str, str], upwards: tuple[str, str]) -> str:
    base, right = _HEIGHT - _BOTTOM, _WIDTH - 8
    text = f'font-size="11" fill="{_INK}"'
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">'
        f'<path d="M{_LEFT} 10V{base}H{right}" fill="none" stroke="{_INK}"/>{inside}'
        f'<text x="{_LEFT}" y="{base + 16}" {text}>{escape(across[0])}</text>'
        f'<text x="{right}" y="{base + 16}" text-anchor="end" {text}>{escape(across[1])}</text>'
        f'<text x="{_LEFT - 6}" y="{base}" text-anchor="end" {text}>{escape(upwards[0])}</text>'
        f'<text x="{_LEFT - 6}" y="16" text-anchor="end" {text}>{escape(upwards[1])}</text></svg>'
    )
