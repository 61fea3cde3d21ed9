"""What each cell of a table is: a heading of columns or of rows, an entry that names a row or a column, or a value.

Tables of reports come in four layouts: headings on top, headings at the left, both, and pairs of label and value in any
place. A small model (the trees in `models/`) tells the roles apart by what stands where: kinds of content along the
row and the column, spans, repetition. It sees no words, so it holds for any subject.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.tables.grid import Grid

Matrix = NDArray[np.float32]
ROLES = ("value", "column heading", "row heading", "column entry", "row entry")
"""The outputs of the model: an entry names a row or column by its own content ("张三"), a heading by a category."""
_UNIT = re.compile(r"[(（].{0,4}(?:元|%|人|件|个|户|吨|亩|米|里|㎡).{0,3}[)）]")
_TOTAL = re.compile(r"(?:合|总|小|共)计|总额|总数")
_KINDS = {"blank": 0, "text": 1, "date": 2, "number": 3}
_OUTSIDE = -1


def features(grid: Grid) -> Matrix:
    """What the model sees of each cell: shape (cells, features)."""
    kinds = np.array([_KINDS[kind] for kind in grid.kinds] + [_OUTSIDE], dtype=np.int32)
    places = kinds[grid.ids]  # -1 where there is no cell
    number, text, blank = places == 3, places == 1, places <= 0
    repeated = Counter(grid.plain)
    height, width = grid.ids.shape
    by_row, by_col = _shares(number, text, blank, 1), _shares(number, text, blank, 0)
    whole = [float(number.mean()), float(text.mean()), float(blank.mean())]
    edges = [*by_row[0], *by_col[0], *by_row[min(1, height - 1)], *by_col[min(1, width - 1)]]
    rows = []
    for cell, (row, col, rowspan, colspan) in enumerate(grid.corners):
        said = grid.plain[cell]
        rows.append(
            [
                row,
                col,
                row / height,
                col / width,
                height - row - rowspan,
                width - col - colspan,
                rowspan,
                colspan,
                colspan / width,
                len(said),
                *_content(said, int(kinds[cell])),
                repeated[said],
                *by_row[row],
                *by_col[col],
                *_around(places, row, col, rowspan, colspan),
                *_beyond(number, text, row, col, rowspan, colspan),
                height,
                width,
                *whole,
                *edges,
            ]
        )
    return np.array(rows, dtype=np.float32)


def smoothed(grid: Grid, probabilities: Matrix, cells: Matrix) -> Matrix:
    """The second look: what the first made of the cell and, on average, of its row, its column and its neighbours."""
    height, width = grid.ids.shape
    padded = np.vstack([probabilities, np.zeros((1, probabilities.shape[1]), np.float32)])
    places = padded[grid.ids]  # (rows, columns, roles)
    by_row, by_col = places.mean(axis=1), places.mean(axis=0)
    rows = []
    for cell, (row, col, rowspan, colspan) in enumerate(grid.corners):
        above = places[row - 1, col] if row else padded[-1]
        left = places[row, col - 1] if col else padded[-1]
        below = places[row + rowspan, col] if row + rowspan < height else padded[-1]
        right = places[row, col + colspan] if col + colspan < width else padded[-1]
        rows.append(np.concatenate([probabilities[cell], by_row[row], by_col[col], above, left, below, right]))
    return np.hstack([np.array(rows, dtype=np.float32), cells])


def _shares(
    number: NDArray[np.bool_], text: NDArray[np.bool_], blank: NDArray[np.bool_], axis: int
) -> Sequence[Sequence[float]]:
    stacked = np.stack([number.mean(axis=axis), text.mean(axis=axis), blank.mean(axis=axis)], axis=1)
    return [[float(one) for one in line] for line in stacked]


def _content(said: str, kind: int) -> list[float]:
    digits = sum(one.isdigit() for one in said)
    return [
        kind,
        digits / len(said) if said else 0.0,
        said.endswith((":", "：")),
        _UNIT.search(said) is not None,
        _TOTAL.search(said) is not None,
        "%" in said,
    ]


def _around(places: NDArray[np.int32], row: int, col: int, rowspan: int, colspan: int) -> list[float]:
    height, width = places.shape
    above = places[row - 1, col] if row else _OUTSIDE
    below = places[row + rowspan, col] if row + rowspan < height else _OUTSIDE
    left = places[row, col - 1] if col else _OUTSIDE
    right = places[row, col + colspan] if col + colspan < width else _OUTSIDE
    return [float(above), float(below), float(left), float(right)]


def _beyond(
    number: NDArray[np.bool_], text: NDArray[np.bool_], row: int, col: int, rowspan: int, colspan: int
) -> list[float]:
    """Shares of numbers and words to the right, to the left, below and above."""
    sides = (
        (row, slice(col + colspan, None)),
        (row, slice(0, col)),
        (slice(row + rowspan, None), col),
        (slice(0, row), col),
    )
    return [_mean(which[side]) for side in sides for which in (number, text)]


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if values.size else -0.5
