"""The small models for tables, read from `models/baogao-tables-zh`; `scripts/train_tables.py` makes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EmbedderError
from assistant.search.embedding import StaticEmbedder
from assistant.tables import roles
from assistant.tables.grid import Grid
from assistant.tables.trees import Trees

MODELS = Path(__file__).parents[1] / "models"
FOLDER = MODELS / "baogao-tables-zh"
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class TableModel:
    """What was learned about tables and about the questions on them."""

    first: Trees
    """A cell's role, from what stands around it."""
    second: Trees
    """A cell's role, from the first look at its row and column."""
    cells: Trees
    """Whether a cell is asked for."""
    trust: Trees
    """Whether the cells that were chosen are exactly the ones asked for."""
    fillers: Mapping[str, float]
    """See `wording.Wording.fillers`."""
    embedder: StaticEmbedder

    def roles(self, grid: Grid) -> Matrix:
        """The probability of each role for each cell: shape (cells, `roles.ROLES`)."""
        seen = roles.features(grid)
        return self.second.probabilities(roles.smoothed(grid, self.first.probabilities(seen), seen))


@cache
def table_model(folder: Path = FOLDER) -> TableModel:
    """The bundled model, read once. Raises EmbedderError when its files are missing or broken."""
    try:
        first, second, cells, trust = (
            Trees.load(folder / f"{name}.npz") for name in ("first", "second", "cells", "trust")
        )
        fillers = json.loads((folder / "fillers.json").read_text("utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise EmbedderError(
            f"表格模型 {folder.name} 无法加载：{error}。The table model cannot be loaded; install anew."
        ) from error
    return TableModel(first, second, cells, trust, fillers, StaticEmbedder.load(MODELS / "baogao-static-zh"))
