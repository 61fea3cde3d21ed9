"""The trend of a suite's shares as a small line: SVG of our own."""

from __future__ import annotations

import html
from collections.abc import Sequence

_WIDTH, _HEIGHT, _EDGE = 260, 64, 8


def trend_svg(points: Sequence[tuple[str, float]]) -> str:
    """A line over the runs, from 0 to 100 %, each point with its date and share for those who hover or listen."""
    said = "；".join(f"{when} {share:.1%}" for when, share in points)
    step = (_WIDTH - 2 * _EDGE) / max(1, len(points) - 1)
    places = [
        (_EDGE + index * step, _EDGE + (1 - min(1.0, max(0.0, share))) * (_HEIGHT - 2 * _EDGE))
        for index, (_, share) in enumerate(points)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{html.escape(when)} {share:.1%}</title></circle>'
        for (x, y), (when, share) in zip(places, points, strict=True)
    )
    return (
        f'<svg class="trend" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{html.escape(said)}">'
        f'<polyline points="{line}"/>{dots}</svg>'
    )
