"""Rules found on a picture of a page → the cells that they enclose, table by table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from assistant.report import Box

_NEAR = 6
_MEETING = 9
_JOINED = 14
"""Pixels: rules nearer than this are one, rules that end so near each other meet, rules with such a gap go on."""
_MOST_RULES = 2_000


def tables(horizontal: Sequence[tuple[int, int, int]], vertical: Sequence[tuple[int, int, int]]) -> list[list[Box]]:
    """The boxes of each table's cells, from rules (position, begin, end); a single frame is no table."""
    if not horizontal or not vertical or len(horizontal) + len(vertical) > _MOST_RULES:
        return []
    edges = [_edge("h", x0, y, x1, y) for y, x0, x1 in horizontal]
    edges += [_edge("v", x, y0, x, y1) for x, y0, y1 in vertical]
    merged = merge_edges(edges, _NEAR, _NEAR, _JOINED, _JOINED)
    cells = intersections_to_cells(edges_to_intersections(merged, _MEETING, _MEETING))
    found = [[(float(a), float(b), float(c), float(d)) for a, b, c, d in table] for table in cells_to_tables(cells)]
    return [table for table in found if len(table) > 1]


def _edge(orientation: str, x0: int, top: int, x1: int, bottom: int) -> dict[str, Any]:
    places = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top}
    return {"object_type": "line", "orientation": orientation, **places}
