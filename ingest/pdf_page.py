"""One PDF page in our own terms: glyphs, lines and grids in reading order. Knows geometry, no library.

All coordinates are PDF points with the origin at the page's top left.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.report import Box
from ingest.cleaning import close_gaps, fold, join_wrapped, raised

_SAME_EDGE = 3.0
_THIN = 3.0
_WORD_GAP = 0.3
_COLUMN_GAP = 3.0
"""Gaps in units of the glyph's size: where a space belongs, and where another column of text begins."""
_SHIFTED_SIZE, _SHIFT = 0.8, 0.1
"""Digits of notes are so much smaller than the number's, and their middle so far from its middle, in its size."""
_BANDS = 500


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box; `size` is the font's size."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of its box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or the part of it up to a wide gap."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a ruled grid; `full` says that its last line reaches the right edge, so that text may go on."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    page: int
    box: Box
    full: bool = False


@dataclass(frozen=True, slots=True)
class PageGrid:
    """A ruled grid on one page, or on several once joined; `edges` are its column edges from left to right."""

    edges: tuple[float, ...]
    n_rows: int
    cells: tuple[PageCell, ...]
    box: Box


def set_on_line(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs with small digits right behind a number's digit, above its middle or below, as raised or lowered ones.

    They get the height of the digit that they stand behind, so that they are of its line. `glyphs` come as the file has
    them.
    """
    found: list[Glyph] = []
    base: Glyph | None = None
    end = 0.0
    for glyph in glyphs:
        if not glyph.text.isdigit():
            base = None if glyph.text.strip() else base
        elif base is not None and _is_shifted(glyph, base, end):
            end = glyph.x1
            text = raised(glyph.text, below=glyph.middle[1] > base.middle[1])
            glyph = replace(glyph, text=text, top=base.top, bottom=base.bottom)
        else:
            base, end = glyph, glyph.x1
        found.append(glyph)
    return found


def _is_shifted(glyph: Glyph, base: Glyph, end: float) -> bool:
    small = glyph.size <= _SHIFTED_SIZE * base.size
    beside = abs(glyph.x0 - end) <= _WORD_GAP * base.size and glyph.top < base.bottom and base.top < glyph.bottom
    return small and beside and abs(glyph.middle[1] - base.middle[1]) >= _SHIFT * base.size


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Glyphs gathered to lines by their vertical middles, from top to bottom, cut at wide gaps."""
    return [line for row in rows_of_glyphs(glyphs) for line in segments(row, _COLUMN_GAP)]


def rows_of_glyphs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs gathered to rows by their vertical middles, from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle[1]):
        first = rows[-1][0] if rows else None
        if first is not None and glyph.middle[1] - first.middle[1] <= min(_height(glyph), _height(first)) / 2:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda glyph: glyph.x0) for row in rows]


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top


def segments(row: Sequence[Glyph], widest: float) -> list[Line]:
    """One line's glyphs from left to right -> its text, in parts where a gap is wider than so many glyph sizes."""
    parts: list[list[Glyph]] = []
    for glyph in row:
        if not glyph.text.strip():
            continue
        if parts and glyph.x0 - parts[-1][-1].x1 <= widest * max(glyph.size, parts[-1][-1].size):
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    spaces = [glyph.middle[0] for glyph in row if not glyph.text.strip()]
    return [_line(part, spaces) for part in parts]


def _line(part: Sequence[Glyph], spaces: Sequence[float]) -> Line:
    """A space stands where the file has one, or where the gap is too wide for none."""
    text = part[0].text
    for before, glyph in itertools.pairwise(part):
        gap = glyph.x0 - before.x1
        stated = any(before.middle[0] < place < glyph.middle[0] for place in spaces)
        text += (" " if stated or gap > _WORD_GAP * min(glyph.size, before.size) else "") + glyph.text
    box = (part[0].x0, min(g.top for g in part), max(g.x1 for g in part), max(g.bottom for g in part))
    return Line(close_gaps(fold(text)), box, max(glyph.size for glyph in part))


def ruled_grid(boxes: Iterable[Box], glyphs: Sequence[Glyph], page: int) -> PageGrid | None:
    """Cell boxes -> a grid whose rows and columns are the distinct edges, so that merged cells have spans.

    None for what is no table: fewer than two columns, fewer than two cells with text.
    """
    boxes = [box for box in boxes if box[2] - box[0] > _THIN and box[3] - box[1] > _THIN]
    xs = _edges(edge for box in boxes for edge in (box[0], box[2]))
    ys = _edges(edge for box in boxes for edge in (box[1], box[3]))
    if len(xs) < 3 or len(ys) < 2:
        return None
    inside = _share_out(boxes, glyphs)
    cells: dict[tuple[int, int], PageCell] = {}
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        left, top, right, bottom = _at(xs, box[0]), _at(ys, box[1]), _at(xs, box[2]), _at(ys, box[3])
        if right > left and bottom > top:
            text, full = _cell_text(inside.get(box, []), box)
            cells.setdefault((top, left), PageCell(top, left, bottom - top, right - left, text, page, box, full))
    if sum(1 for cell in cells.values() if cell.text) < 2:
        return None
    return PageGrid(tuple(xs), len(ys) - 1, tuple(cells.values()), (xs[0], ys[0], xs[-1], ys[-1]))


def _edges(values: Iterable[float]) -> list[float]:
    """Distinct edges; those nearer than a rule's width are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    """The index of the edge nearest to a value."""
    index = bisect_left(edges, value)
    near = [i for i in (index - 1, index) if 0 <= i < len(edges)]
    return min(near, key=lambda i: abs(edges[i] - value))


def _share_out(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> dict[Box, list[Glyph]]:
    """Each glyph goes to the box that holds its centre."""
    places = Places(boxes)
    inside: dict[Box, list[Glyph]] = {}
    for glyph in glyphs:
        home = places.home(glyph)
        if home is not None:
            inside.setdefault(home, []).append(glyph)
    return inside


def _cell_text(glyphs: Sequence[Glyph], box: Box) -> tuple[str, bool]:
    found = lines(glyphs)
    if not found:
        return "", False
    last = found[-1]
    return join_wrapped(line.text for line in found), box[2] - last.box[2] < 2 * last.size


class Places:
    """Boxes of a page in bands from top to bottom, so that a glyph is sought among those at its own height."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._top = min((box[1] for box in boxes), default=0.0)
        self._band = max(1.0, (max((box[3] for box in boxes), default=0.0) - self._top) / _BANDS)
        self._bands: dict[int, list[Box]] = {}
        for box in boxes:
            for band in range(self._at(box[1]), self._at(box[3]) + 1):
                self._bands.setdefault(band, []).append(box)

    def _at(self, y: float) -> int:
        return int((y - self._top) // self._band)

    def home(self, glyph: Glyph) -> Box | None:
        """The first of the boxes that holds the glyph's centre."""
        x, y = glyph.middle
        for box in self._bands.get(self._at(y), ()):
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                return box
        return None
