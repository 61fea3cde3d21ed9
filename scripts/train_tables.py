"""Make `assistant/models/baogao-tables-zh`: `python -m scripts.train_tables --bench DIR [--out DIR] [--folds DIR]`.

Learns from IM-TQA train alone (`DIR/im-tqa/train_*.json`): the roles of cells, which cells a question asks for, and
whether a choice can be trusted. What one model gives to the next is always out of fold, with folds of whole tables,
so that none learns from another's memory. Questions without an answer are made by taking the answer's rows or columns
out of its table, or by asking another table. Seeded; scikit-learn makes the trees, which are kept as plain numbers.
With `--folds` the models that saw nothing of one fold are kept too, a folder each: `bench.table_bounds` asks with them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.search.embedding import StaticEmbedder
from assistant.tables import roles
from assistant.tables.asking import Asked, chosen, trust_features
from assistant.tables.grid import Grid
from assistant.tables.model import FOLDER, MODELS
from assistant.tables.texts import plain_text
from assistant.tables.wording import Wording, pieces

Matrix = NDArray[np.float32]
Labels = NDArray[np.int64]
FOLDS = 3
SEED = 7
_GOLD_ROLES = ("column_attribute", "row_attribute", "column_index", "row_index")
_OTHER_TABLE, _ROWS_OUT = 0.15, 0.6
"""Of the questions without an answer: asked of another table; of the rest, those that lose rows, not columns."""


@dataclass(frozen=True)
class Example:
    """A question about a table, and the cells that answer it; none when it has no answer there."""

    question: str
    table: int
    grid: Grid
    roles: Matrix
    answer: tuple[int, ...]


@dataclass(frozen=True)
class Forest:
    """A sort of model, and where those of the folds are kept."""

    name: str
    new: Callable[[], HistGradientBoostingClassifier]
    kept: Path | None


def main() -> None:
    """Train and write the files."""
    parser = argparse.ArgumentParser(description="Train the table models.")
    parser.add_argument("--bench", type=Path, required=True, metavar="DIR", help="the folder that holds im-tqa")
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="DIR")
    parser.add_argument("--folds", type=Path, metavar="DIR", help="keep the models of the folds here")
    options = parser.parse_args()
    tables, asked = read(options.bench / "im-tqa", "train")
    fillers = fillers_of(tables, asked)
    write_fillers(fillers, options.out)
    if options.folds:
        for fold in range(FOLDS):
            others = [one for one in asked if one["table"] % FOLDS != fold]
            write_fillers(fillers_of(tables, others), options.folds / str(fold))
    grids = [grid_of(table) for table in tables]
    known = train_roles(tables, grids, options.out, options.folds)
    examples = list(examples_of(tables, grids, known, asked))
    train_cells(examples, fillers, options.out, options.folds)


def write_fillers(fillers: dict[str, float], out: Path) -> None:
    """The pairs of characters that say nothing, beside the models that are trained with them."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "fillers.json").write_text(json.dumps(fillers, ensure_ascii=False, sort_keys=True), "utf-8")


def read(folder: Path, part: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The tables of a part and its questions, each with the place of its table."""
    tables = json.loads((folder / f"{part}_tables.json").read_text("utf-8"))
    places = {table["table_id"]: place for place, table in enumerate(tables)}
    questions = json.loads((folder / f"{part}_questions.json").read_text("utf-8"))
    return tables, [one | {"table": places[one["table_id"]]} for one in questions if one["table_id"] in places]


def grid_of(table: dict[str, Any]) -> Grid:
    """An IM-TQA table as a grid."""
    ids = np.array(table["cell_ID_matrix"], dtype=np.int32)
    return Grid(table["chinese_cell_value_list"], ids, corners_of(ids, len(table["chinese_cell_value_list"])))


def corners_of(ids: NDArray[np.int32], cells: int) -> list[tuple[int, int, int, int]]:
    """First row, first column, rows and columns of each cell of a matrix."""
    found = []
    for cell in range(cells):
        rows, cols = np.where(ids == cell)
        found.append((int(rows.min()), int(cols.min()), int(np.ptp(rows)) + 1, int(np.ptp(cols)) + 1))
    return found


def gold_roles(table: dict[str, Any]) -> Labels:
    """The annotated role of each cell."""
    found = np.zeros(len(table["chinese_cell_value_list"]), dtype=np.int64)
    for role, name in enumerate(_GOLD_ROLES, 1):
        for cell in _flat(table[name]):
            if cell < len(found):
                found[cell] = role
    return found


def _flat(values: Sequence[Any]) -> Iterator[int]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        elif isinstance(value, int):
            yield value


def fillers_of(tables: Sequence[dict[str, Any]], asked: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Pairs of characters that questions hold and their tables seldom do, with how seldom."""
    held = [{one for text in t["chinese_cell_value_list"] for one in pieces(plain_text(text))} for t in tables]
    seen: Counter[str] = Counter()
    absent: Counter[str] = Counter()
    for question in asked:
        for one in {one for one in pieces(plain_text(question["chinese_question"])) if len(one) > 1}:
            seen[one] += 1
            absent[one] += one not in held[question["table"]]
    return {one: round(absent[one] / seen[one], 2) for one in seen if seen[one] >= 8 and absent[one] > seen[one] / 2}


def train_roles(tables: Sequence[dict[str, Any]], grids: Sequence[Grid], out: Path, kept: Path | None) -> list[Matrix]:
    """Both looks at the roles, written; returns each table's roles, out of fold."""
    truth = [gold_roles(table) for table in tables]
    folds = np.arange(len(tables)) % FOLDS
    seen = [roles.features(grid) for grid in grids]
    first = out_of_fold(seen, truth, folds, Forest("first", _roles_forest, kept))
    again = [roles.smoothed(g, p, x) for g, p, x in zip(grids, first, seen, strict=True)]
    second = out_of_fold(again, truth, folds, Forest("second", _roles_forest, kept))
    write(_fitted(_roles_forest(), seen, truth), out / "first.npz")
    write(_fitted(_roles_forest(), again, truth), out / "second.npz")
    right = np.concatenate([p.argmax(axis=1) == t for p, t in zip(second, truth, strict=True)])
    label = np.concatenate([(p[:, 0] < 0.5) == (t > 0) for p, t in zip(second, truth, strict=True)])
    print(f"roles, out of fold: {right.mean():.4f}; label or value: {label.mean():.4f}")
    return second


def examples_of(
    tables: Sequence[dict[str, Any]], grids: Sequence[Grid], known: Sequence[Matrix], asked: Sequence[dict[str, Any]]
) -> Iterator[Example]:
    """Each question with its answer, and once without."""
    rng = random.Random(SEED)
    for question in asked:
        place = question["table"]
        grid, answer = grids[place], tuple(one for one in question["answer_cell_list"] if one < len(grids[place].texts))
        yield Example(question["chinese_question"], place, grid, known[place], answer)
        other = rng.randrange(len(tables))
        kind, half = rng.random(), rng.random()
        less = (grids[other], known[other]) if kind < _OTHER_TABLE else without(grid, known[place], answer, half)
        if less is not None:
            yield Example(question["chinese_question"], place, *less, ())


def without(grid: Grid, known: Matrix, answer: Sequence[int], half: float) -> tuple[Grid, Matrix] | None:
    """The table without the rows, or without the columns, of the answer; None where nothing would be left."""
    corners = [grid.corners[one] for one in answer]
    rows = sorted({row for first, _, span, _ in corners for row in range(first, first + span)})
    cols = sorted({col for _, first, _, span in corners for col in range(first, first + span)})
    ids = np.delete(grid.ids, rows, 0) if half < _ROWS_OUT else np.delete(grid.ids, cols, 1)
    if min(ids.shape) < 2:
        return None
    kept = sorted({int(one) for one in ids.ravel() if one >= 0})
    names = {old: new for new, old in enumerate(kept)}
    fresh = np.array([[names.get(int(one), -1) for one in row] for row in ids], dtype=np.int32)
    return Grid([grid.texts[one] for one in kept], fresh, corners_of(fresh, len(kept))), known[kept]


def train_cells(examples: Sequence[Example], fillers: dict[str, float], out: Path, kept: Path | None) -> None:
    """The choice of cells, from questions with an answer, and the trust in it, from all."""
    embedder = StaticEmbedder.load(MODELS / "baogao-static-zh")
    seen, truth = [], []
    for one in examples:
        wording = Wording.of(one.question, one.grid.plain, embedder, fillers)
        seen.append(Asked(one.grid, one.roles, wording).features())
        truth.append(np.isin(np.arange(len(one.grid.texts)), one.answer).astype(np.int64))
    folds = np.array([one.table % FOLDS for one in examples])
    answerable = np.array([bool(one.answer) for one in examples])
    likely = [p[:, 1] for p in out_of_fold(seen, truth, folds, Forest("cells", _cells_forest, kept), answerable)]
    picked = [chosen(p) for p in likely]
    right = np.array([bool((p == t).all()) for p, t in zip(picked, truth, strict=True)])
    print(f"exact match, out of fold: {right[answerable].mean():.4f} of {answerable.sum()}")
    facts = [trust_features(x, p, c) for x, p, c in zip(seen, likely, picked, strict=True)]
    good = [np.array([int(one)]) for one in right]
    trust = np.concatenate([p[:, 1] for p in out_of_fold(facts, good, folds, Forest("trust", _trust_forest, kept))])
    for bound in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        given = trust >= bound
        print(
            f"trust >= {bound}: right {(given & right)[answerable].mean():.3f},"
            f" wrong {(given & ~right)[answerable].mean():.3f},"
            f" answered without an answer {given[~answerable].mean():.3f}"
        )
    have = [x for x, a in zip(seen, answerable, strict=True) if a]
    write(_fitted(_cells_forest(), have, [t for t, a in zip(truth, answerable, strict=True) if a]), out / "cells.npz")
    write(_fitted(_trust_forest(), facts, good), out / "trust.npz")


def out_of_fold(
    seen: Sequence[Matrix],
    truth: Sequence[Labels],
    folds: Labels,
    forest: Forest,
    use: NDArray[np.bool_] | None = None,
) -> list[Matrix]:
    """Each example's probabilities from a model that saw none of its fold; `use` says who is learned from."""
    found: list[Matrix] = [np.zeros((0, 0), np.float32)] * len(seen)
    for fold in range(FOLDS):
        learned = [i for i in range(len(seen)) if folds[i] != fold and (use is None or use[i])]
        model = _fitted(forest.new(), [seen[i] for i in learned], [truth[i] for i in learned])
        if forest.kept:
            write(model, forest.kept / str(fold) / f"{forest.name}.npz")
        for i in (int(one) for one in np.flatnonzero(folds == fold)):
            found[i] = model.predict_proba(seen[i]).astype(np.float32)
    return found


def _fitted(
    model: HistGradientBoostingClassifier, seen: Sequence[Matrix], truth: Sequence[Labels]
) -> HistGradientBoostingClassifier:
    return model.fit(np.vstack(seen), np.concatenate(truth))


def _roles_forest() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=40, max_leaf_nodes=16, max_depth=6, learning_rate=0.15, l2_regularization=1.0, random_state=SEED
    )


def _cells_forest() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=150,
        max_leaf_nodes=31,
        max_depth=8,
        learning_rate=0.08,
        l2_regularization=2.0,
        min_samples_leaf=15,
        random_state=SEED,
    )


def _trust_forest() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=80,
        max_leaf_nodes=12,
        max_depth=5,
        learning_rate=0.08,
        l2_regularization=2.0,
        min_samples_leaf=20,
        random_state=SEED,
    )


def write(model: HistGradientBoostingClassifier, file: Path) -> None:
    """A forest as plain numbers, in the shape that `assistant.tables.trees` reads."""
    roots, outputs, parts, depth, total = [], [], [], 0, 0
    for trees in model._predictors:
        for output, tree in enumerate(trees):
            nodes = tree.nodes
            here = np.arange(len(nodes)) + total
            leaf = nodes["is_leaf"].astype(bool)
            parts.append(
                (
                    np.where(leaf, 0, nodes["feature_idx"]).astype(np.int16),
                    np.where(leaf, 0.0, nodes["num_threshold"]).astype(np.float32),
                    np.where(leaf, here, nodes["left"].astype(np.int64) + total).astype(np.int32),
                    np.where(leaf, here, nodes["right"].astype(np.int64) + total).astype(np.int32),
                    np.where(leaf, nodes["value"], 0.0).astype(np.float32),
                )
            )
            roots.append(total)
            outputs.append(output)
            depth = max(depth, int(nodes["depth"].max()))
            total += len(nodes)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    np.savez_compressed(
        file,
        allow_pickle=False,
        roots=np.array(roots, np.int32),
        outputs=np.array(outputs, np.int16),
        base=np.asarray(model._baseline_prediction, dtype=np.float32).reshape(-1),
        depth=np.array(depth),
        feature=columns[0],
        threshold=columns[1],
        left=columns[2],
        right=columns[3],
        value=columns[4],
    )


if __name__ == "__main__":
    main()
