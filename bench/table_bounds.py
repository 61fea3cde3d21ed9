"""`python -m bench.table_bounds --bench DIR --folds DIR [--limit N]`: how far answers from tables without a form can be
trusted, by the bound on trust.

Asks IM-TQA **train** out of fold: each table is read by models that saw nothing of its fold
(`python -m scripts.train_tables --bench DIR --out DIR --folds DIR`), through the whole product, with its bounds open.
Half of the questions have no answer: the rows or columns of the answer are out of their table. Prints, for each bound,
how many questions are answered right, wrong and not at all, and how many without an answer are answered all the same.
`assistant.cells.BOUNDS` was chosen from these lines; dev is left for one report.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from assistant import cells
from assistant.answer import Question, Scope, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.tables import model, reading
from assistant.tables.grid import Grid
from evals.benchmarks.tables import grid_page, origins_of
from evals.benchmarks.task import cited_cells
from ingest.build import ingest
from scripts.train_tables import FOLDS, SEED, grid_of, read, without

OPEN = replace(cells.BOUNDS, trust=0.0, named=0.0, margin=-1.0)
BY_TRUST = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
BY_NAMED = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
BY_MARGIN = (-1.0, 0.1, 0.2, 0.3, 0.5)


@dataclass(frozen=True)
class Asked:
    """A question with what came of it under open bounds."""

    answerable: bool
    right: bool
    found: cells.Found | None
    """None for a refusal."""


def main() -> None:
    """Ask, and print a line a bound."""
    parser = argparse.ArgumentParser(description="Right, wrong and refused by bound, out of fold on IM-TQA train.")
    parser.add_argument("--bench", type=Path, required=True, metavar="DIR", help="the folder that holds im-tqa")
    parser.add_argument("--folds", type=Path, required=True, metavar="DIR", help="the models of the folds")
    parser.add_argument("--limit", type=int, metavar="N", help="ask only N tables of each fold, drawn with the seed")
    options = parser.parse_args()
    tables, questions = read(options.bench / "im-tqa", "train")
    asked: list[Asked] = []
    for fold in range(FOLDS):
        places = [place for place in range(len(tables)) if place % FOLDS == fold]
        if options.limit:
            places = sorted(random.Random(SEED).sample(places, options.limit))
        here = [one for one in questions if one["table"] in set(places)]
        asked += ask(tables, here, options.folds / str(fold))
    total = sum(one.answerable for one in asked)
    print(f"{total} questions with an answer, {len(asked) - total} without")
    for how in cells.How:
        ways = [one for one in asked if one.found is not None and one.found.how is how]
        right, void = sum(one.right for one in ways), sum(not one.answerable for one in ways)
        print(f"{how.value}: right {right}, wrong {len(ways) - right - void}, without an answer {void}", flush=True)
    for trust in BY_TRUST:
        show(asked, replace(OPEN, trust=trust, named=trust))
    for named in BY_NAMED:
        show(asked, replace(cells.BOUNDS, named=named))
    for margin in BY_MARGIN:
        show(asked, replace(cells.BOUNDS, margin=margin))


def show(asked: list[Asked], bounds: cells.Bounds) -> None:
    """One line: what would have been answered under these bounds."""
    given = [one for one in asked if one.found is not None and bounds.allow(one.found)]
    total = sum(one.answerable for one in asked)
    right = sum(one.right for one in given if one.answerable) / total
    wrong = sum(not one.right for one in given if one.answerable) / total
    void = sum(not one.answerable for one in given) / max(1, len(asked) - total)
    print(
        f"trust {bounds.trust:.2f} named {bounds.named:.2f} margin {bounds.margin:+.2f}: right {right:.3f}"
        f" wrong {wrong:.3f} refused {1 - right - wrong:.3f}; answered without an answer {void:.3f}",
        flush=True,
    )


def ask(tables: list[dict[str, Any]], questions: list[dict[str, Any]], folder: Path) -> list[Asked]:
    """Questions of one fold, by the models in `folder`."""
    trained = model.table_model(folder)
    with (
        tempfile.TemporaryDirectory(prefix="baogao-bounds-") as name,
        Library.open(Path(name) / "store", create=True) as library,
        mock.patch.object(cells, "BOUNDS", OPEN),
        mock.patch.object(reading, "table_model", lambda: trained),
    ):
        items = list(_items(tables, questions))
        files = {file: page for file, page, _, _ in items}
        for file, page in files.items():
            (Path(name) / file).write_text(page, "utf-8")
        ingest([Path(name) / file for file in files], library)
        assistant = Assistant(library)
        return [_one(assistant, file, question, right) for file, _, question, right in items]


def _one(assistant: Assistant, file: str, question: str, right: frozenset[tuple[int, int]]) -> Asked:
    kept: list[cells.Found] = []
    leaders = cells.leaders

    def seen(answers: Sequence[Sequence[cells.Found]]) -> list[Sequence[cells.Found]]:
        found = leaders(answers)
        kept.extend(one for answer in found for one in answer)
        return found

    with mock.patch.object(cells, "leaders", seen):
        answer = assistant.ask(Question(question, scope=Scope(file=file)))
    if answer.status is not Status.ANSWERED or not kept:
        return Asked(bool(right), right=False, found=None)
    return Asked(bool(right), bool(right) and cited_cells(answer) == right, kept[0])


def _items(
    tables: list[dict[str, Any]], questions: list[dict[str, Any]]
) -> Iterator[tuple[str, str, str, frozenset[tuple[int, int]]]]:
    """File, page, question and the right cells; each question once more about its table without the answer."""
    rng = random.Random(SEED)
    for number, question in enumerate(questions):
        table, text = tables[question["table"]], question["chinese_question"]
        origins = origins_of(table["cell_ID_matrix"])
        right = frozenset(origins[cell] for cell in question["answer_cell_list"] if cell in origins)
        if not right:
            continue
        yield f"{question['table']}.html", grid_page(table), text, right
        grid = grid_of(table)
        half = rng.random()
        less = without(grid, np.zeros((len(grid.texts), 1), np.float32), question["answer_cell_list"], half)
        if less is not None:
            yield f"without-{number}.html", grid_page(_as_table(table, less[0])), text, frozenset()


def _as_table(table: Mapping[str, Any], grid: Grid) -> dict[str, Any]:
    return {**table, "cell_ID_matrix": grid.ids.tolist(), "chinese_cell_value_list": list(grid.texts)}


if __name__ == "__main__":
    main()
