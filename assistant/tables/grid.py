"""A table as a matrix of cell numbers: the one shape that roles, matching and operations work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.report import Table
from assistant.tables.texts import kind_of, plain_text

Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Grid:
    """Texts of the cells and the matrix of their numbers, shape (rows, columns); -1 where there is none."""

    texts: Sequence[str]
    ids: Ids
    corners: Sequence[tuple[int, int, int, int]] = field(default=())
    """Of each cell: first row, first column, rows, columns."""

    @classmethod
    def of(cls, table: Table) -> Grid:
        """The grid of a report's table; cell numbers are places in `table.cells`."""
        ids = np.full((table.n_rows, table.n_cols), -1, dtype=np.int32)
        corners = []
        for number, cell in enumerate(table.cells):
            ids[cell.row : cell.row + cell.rowspan, cell.col : cell.col + cell.colspan] = number
            corners.append((cell.row, cell.col, cell.rowspan, cell.colspan))
        return cls([cell.text for cell in table.cells], ids, corners)

    @cached_property
    def plain(self) -> list[str]:
        """The texts folded as `plain_text` folds them."""
        return [plain_text(text) for text in self.texts]

    @cached_property
    def kinds(self) -> list[str]:
        """What each cell holds: "blank", "number", "date" or "text"."""
        return [kind_of(text) for text in self.texts]

    def of_rows(self, rows: Sequence[int]) -> tuple[Grid, list[int]]:
        """These rows as a grid of their own, and the number that each of its cells has here."""
        ids = self.ids[list(rows)]
        kept = sorted({int(one) for one in ids.ravel() if one >= 0})
        names = np.full(len(self.texts) + 1, -1, dtype=np.int32)
        names[kept] = np.arange(len(kept), dtype=np.int32)
        fresh = names[ids]
        places: dict[int, list[tuple[int, int]]] = {}
        for (row, col), cell in np.ndenumerate(fresh):
            places.setdefault(int(cell), []).append((row, col))
        corners = [_corner(places[cell]) for cell in range(len(kept))]
        return Grid([self.texts[one] for one in kept], fresh, corners), kept

    def row(self, number: int) -> list[int]:
        """The distinct cells of a row, from left to right."""
        return list(dict.fromkeys(int(one) for one in self.ids[number] if one >= 0))

    def column(self, number: int) -> list[int]:
        """The distinct cells of a column, from top to bottom."""
        return list(dict.fromkeys(int(one) for one in self.ids[:, number] if one >= 0))


def _corner(places: Sequence[tuple[int, int]]) -> tuple[int, int, int, int]:
    rows, cols = [row for row, _ in places], [col for _, col in places]
    return min(rows), min(cols), max(rows) - min(rows) + 1, max(cols) - min(cols) + 1
