"""Which cells of a table a question asks for: features of every cell that a small model turns into a probability.

What a person looks at: does the question name this cell's row and its column, better than it names the others; does
the row hold a value that the question states; is the cell of the sort that is asked for; is anything that the question
says left unexplained.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.tables.grid import Grid
from assistant.tables.wording import MEASURES, Wording, best

Matrix = NDArray[np.float32]
_QUESTION = tuple(
    re.compile(pattern)
    for pattern in (
        r"多少|几|金额|数额|多大|多高|多长|多久",
        r"谁|哪|什么|何",
        r"分别|各自|各是|各有|各为|各",
        r"和|与|及|以及|、",
        r"哪些|所有|全部|都有|有哪几",
        r"是否|是不是|有没有|吗|能不能|否",
        r"合计|总计|总共|一共|总额|总的",
        r"最[多少高低大小]",
        r"时间|日期|何时|什么时候|哪[年天]",
        r"比例|占比|比重|率|百分",
    )
)
_TOTAL = re.compile(r"(?:合|总|小|共)计")
_KINDS = {"blank": 0.0, "text": 1.0, "date": 2.0, "number": 3.0}


@dataclass(frozen=True)
class Asked:
    """A question about one table whose cells' roles are known."""

    grid: Grid
    roles: Matrix
    """Shape (cells, roles)."""
    wording: Wording

    @cached_property
    def heads(self) -> NDArray[np.bool_]:
        """Which cells are labels of some sort."""
        found: NDArray[np.bool_] = self.roles[:, 0] < 0.5
        return found

    @cached_property
    def measured(self) -> list[list[float]]:
        """`MEASURES` of every cell's text."""
        known: dict[str, list[float]] = {}
        for text in self.grid.plain:
            if text not in known:
                known[text] = self.wording.measures(text)
        return [known[text] for text in self.grid.plain]

    @cached_property
    def row_labels(self) -> list[list[int]]:
        """Of each cell: the labels to its left, nearest run first; all that stand in its row where there are none."""
        return [self._labels(cell, 1) for cell in range(len(self.grid.texts))]

    @cached_property
    def column_labels(self) -> list[list[int]]:
        """Of each cell: the labels above it, nearest run first."""
        return [self._labels(cell, 0) for cell in range(len(self.grid.texts))]

    def _labels(self, cell: int, axis: int) -> list[int]:
        row, col, _, _ = self.grid.corners[cell]
        line = self.grid.ids[row, :col][::-1] if axis else self.grid.ids[:row, col][::-1]
        found: list[int] = []
        for other in dict.fromkeys(int(one) for one in line if one >= 0):
            if other != cell and self.heads[other] and self.grid.plain[other]:
                found.append(other)
            elif found and not self.heads[other]:
                break
        return found

    def features(self) -> Matrix:
        """Shape (cells, features)."""
        grid, wording = self.grid, self.wording
        asked = [float(pattern.search(wording.question) is not None) for pattern in _QUESTION]
        asked.append(len(wording.question))
        rows = []
        for cell, (row, col, rowspan, colspan) in enumerate(grid.corners):
            lefts, ups = self.row_labels[cell], self.column_labels[cell]
            left, up = self._side(lefts), self._side(ups)
            others_row = self._values(cell, grid.row(row), lefts)
            others_col = self._values(cell, grid.column(col), ups)
            texts = [grid.plain[one] for one in (*lefts, *ups)]
            stated = [grid.plain[one] for one in grid.row(row) if one != cell and self.measured[one][4]]
            rows.append(
                [
                    *left,
                    *up,
                    *others_row,
                    *others_col,
                    wording.explained(texts),
                    wording.explained([*texts, *stated]),
                    *wording.left_over(texts),
                    *wording.left_over([*texts, *stated]),
                    wording.explained([grid.plain[one] for one in lefts]),
                    wording.explained([grid.plain[one] for one in ups]),
                    *self.measured[cell],
                    *self.roles[cell],
                    _KINDS[grid.kinds[cell]],
                    min(len(grid.plain[cell]), 40),
                    any(_TOTAL.search(text) for text in texts),
                    row,
                    col,
                    *grid.ids.shape,
                    rowspan,
                    colspan,
                    *asked,
                ]
            )
        found = np.array(rows, dtype=np.float32)
        return np.hstack([found, self._relative(found)])

    def unexplained(self, cell: int) -> float:
        """The share of the question's content that nothing about this cell explains."""
        grid = self.grid
        row, _, _, _ = grid.corners[cell]
        stated = [one for one in grid.row(row) if one != cell and self.measured[one][4]]
        labels = (*self.row_labels[cell], *self.column_labels[cell], *stated)
        return self.wording.left_over([grid.plain[one] for one in labels])[1]

    def _side(self, labels: Sequence[int]) -> list[float]:
        near = self.measured[labels[0]] if labels else [0.0] * len(MEASURES)
        return [*near, *best([self.measured[one] for one in labels]), float(len(labels))]

    def _values(self, cell: int, line: Sequence[int], labels: Sequence[int]) -> list[float]:
        """The best measures of the other words in a line that are no labels of this cell."""
        rest = [self.measured[one] for one in line if one != cell and one not in labels and self.grid.plain[one]]
        return best(rest)

    def _relative(self, found: Matrix) -> Matrix:
        """How far each measure stays behind the best one in the table, and how many cells come as near."""
        columns = [0, 1, 3, 6, 7, 9, 13, 14, 16, 19, 20, 22, 26, 27, 32, 33, 38, 39, 40, 42, 44, 45]
        picked = found[:, columns]
        joint = picked[:, [0, 6, 3, 9]]
        sums = np.stack([joint[:, 0] + joint[:, 1], joint[:, 2] + joint[:, 3]], axis=1)
        values = np.hstack([picked, sums])
        behind = values - values.max(axis=0, keepdims=True)
        near = (behind > -0.02).sum(axis=0, keepdims=True)
        return np.hstack([behind, sums, np.broadcast_to(near, behind.shape)[:, [16, 17, 22, 23]]]).astype(np.float32)


def chosen(probabilities: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The cells that are more likely asked for than not; the likeliest one when there is none."""
    picked: NDArray[np.bool_] = probabilities > 0.5
    if not picked.any():
        picked[int(probabilities.argmax())] = True
    return picked


def trust_features(features: Matrix, probabilities: NDArray[np.float32], picked: NDArray[np.bool_]) -> Matrix:
    """What tells whether a choice is right: shape (1, features)."""
    inside, outside = probabilities[picked], probabilities[~picked]
    facts = [
        float(inside.min()),
        float(inside.max()),
        float(outside.max()) if outside.size else 0.0,
        float(picked.sum()),
        float(np.minimum(probabilities, 1 - probabilities).sum()),
        float(len(probabilities)),
    ]
    mean, worst = features[picked].mean(axis=0), features[picked].min(axis=0)
    return np.concatenate([np.array(facts, np.float32), mean, worst])[None, :].astype(np.float32)
