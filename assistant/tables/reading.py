"""A question and one table of a report → the cells that answer it, and how far that can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.library import Library
from assistant.report import Cell, Path, Table
from assistant.shelf import Shelf
from assistant.tables.asking import Asked, chosen, trust_features
from assistant.tables.grid import Grid
from assistant.tables.model import table_model
from assistant.tables.texts import plain_text
from assistant.tables.wording import Wording, pieces

MOST_ROWS = 40
"""Of a longer table, the rows on top and those that share the rarest words with the question are read."""
_TOP_ROWS = 4
_NAMES_TABLE = 3
"""Characters that question and place must share before they are taken for the table's name."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What of a table does not depend on the question."""

    table: Table
    grid: Grid
    roles: NDArray[np.float32]

    @cached_property
    def row_pieces(self) -> list[frozenset[str]]:
        """The pieces of the words in each row."""
        return [
            frozenset(piece for cell in self.grid.row(row) for piece in pieces(self.grid.plain[cell]))
            for row in range(len(self.grid.ids))
        ]


@dataclass(frozen=True)
class Reading:
    """The cells of a table that answer a question best."""

    table: Table
    cells: tuple[Cell, ...]
    rows: tuple[Path, ...]
    """The labels that lead to each cell's row, outermost first."""
    cols: tuple[Path, ...]
    trust: float
    """How likely these are exactly the cells asked for, 0..1."""
    margin: float
    """How far the likeliest cell that was left out stays behind the unlikeliest that was chosen, -1..1."""
    left_over: float
    """The share of the question's content that neither the labels, nor values named beside them, nor the table's
    caption and place explain."""
    named: bool
    """Whether the question holds a label of every cell's row whole."""


_MOST_SHELVED = 256


_SHELVES: WeakKeyDictionary[Library, tuple[int, Shelf[tuple[str, str], Prepared]]] = WeakKeyDictionary()
"""Of each library its generation, and the tables of that generation that were asked last."""


def prepared(table: Table) -> Prepared:
    """The table's grid with its cells' roles."""
    grid = Grid.of(table)
    return Prepared(table, grid, table_model().roles(grid))


def shelved(library: Library, report_id: str, table_id: str) -> Prepared:
    """A table of the library, prepared; kept until the library changes, because the next question often asks it too.

    Raises LibraryError.
    """
    generation = library.generation()
    kept = _SHELVES.get(library)
    if kept is None or kept[0] != generation:
        kept = _SHELVES[library] = generation, Shelf(_MOST_SHELVED)
    return kept[1].take((report_id, table_id), lambda: prepared(library.table(report_id, table_id)))


def read(known: Prepared, question: str, context: str) -> Reading:
    """The best cells for a question in a table that has cells.

    `context` is what is known of the whole table (report, section, caption, unit): it explains words of the question.
    """
    table, model = known.table, table_model()
    question = of_the_table(question, context, known.grid.plain)
    grid, kept = _narrowed(known, question)
    wording = Wording.of(question, grid.plain, model.embedder, model.fillers, context)
    asked = Asked(grid, known.roles[kept], wording)
    features = asked.features()
    likely = model.cells.probabilities(features)[:, 0]
    picked = chosen(likely)
    trust = float(model.trust.probabilities(trust_features(features, likely, picked))[0, 0])
    cells = [int(one) for one in np.flatnonzero(picked)]
    return Reading(
        table,
        tuple(table.cells[kept[one]] for one in cells),
        tuple(_path(asked.row_labels[one], grid) for one in cells),
        tuple(_path(asked.column_labels[one], grid) for one in cells),
        trust,
        float(likely[picked].min()) - float(likely[~picked].max(initial=0.0)),
        max(asked.unexplained(one) for one in cells),
        all(any(asked.measured[label][4] for label in asked.row_labels[one]) for one in cells),
    )


def of_the_table(question: str, context: str, texts: Sequence[str]) -> str:
    """The question without what only says which table is meant: its agency, its year, its caption."""
    left, known = plain_text(question), plain_text(context)
    cells = "\n".join(texts)
    at = 0
    while at < len(left):
        end = at
        while end < len(left) and left[at : end + 1] in known:
            end += 1
        if end - at >= _NAMES_TABLE and left[at:end] not in cells:
            left = left[:at] + left[end:]
        else:
            at += 1
    return left


def _narrowed(known: Prepared, question: str) -> tuple[Grid, list[int]]:
    """The rows that can matter, as a grid of their own, with the places of its cells in the table."""
    grid = known.grid
    height = len(grid.ids)
    if height <= MOST_ROWS:
        return grid, list(range(len(grid.texts)))
    wanted = set(pieces("".join(question.split())))
    common: dict[str, int] = {}
    for row in known.row_pieces:
        for one in row & wanted:
            common[one] = common.get(one, 0) + 1
    scores = [sum(len(one) / common[one] for one in row & wanted) for row in known.row_pieces]
    best = sorted(range(_TOP_ROWS, height), key=lambda row: -scores[row])[: MOST_ROWS - _TOP_ROWS]
    return grid.of_rows(sorted((*range(_TOP_ROWS), *best)))


def _path(labels: Sequence[int], grid: Grid) -> Path:
    """Labels as they lead to a cell, outermost first, without repetition."""
    return tuple(dict.fromkeys(" ".join(grid.texts[one].split()) for one in reversed(labels)))
