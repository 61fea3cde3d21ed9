"""`python -m bench.headers DIR`: header cells and layouts found in the tables of IM-TQA, against its annotation.

DIR is a folder of data sets that holds `im-tqa/`. A cell counts as a header when the annotation names it a column's or
a row's attribute or index. Prints precision, recall and F1 over header cells by layout, and the share of right layouts.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.report import Cell, Table
from ingest.headers import find_headers

_LAYOUTS = {"vertical": "top", "horizontal": "left", "hierarchical": "hierarchical", "complex": "irregular"}
_HEADERS = ("column_attribute", "row_attribute", "column_index", "row_index")


def table_of(data: Mapping[str, Any]) -> tuple[Table, dict[tuple[int, int], int]]:
    """A table of the data set as ours, and the id of the cell that begins at each place."""
    matrix: list[list[int]] = data["cell_ID_matrix"]
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, line in enumerate(matrix):
        for col, cell in enumerate(line):
            places[cell].append((row, col))
    cells = []
    for number, covered in places.items():
        (top, left), (bottom, right) = covered[0], covered[-1]
        text = " ".join(data["chinese_cell_value_list"][number].split())
        cells.append(Cell(top, left, text, 0, 0, bottom - top + 1, right - left + 1))
    table = Table(data["table_id"], "", None, (), None, len(matrix), max(map(len, matrix)), tuple(cells), 0, 0, 0, 0)
    return table, {covered[0]: number for number, covered in places.items()}


def measure(tables: list[dict[str, Any]]) -> dict[str, Any]:
    """Precision, recall and F1 of header cells by layout, and how many layouts are right."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    right = 0
    for data in tables:
        table, ids = table_of(data)
        found = find_headers(table)
        ours = {ids[place] for place in found.columns | found.rows}
        true = {cell for name in _HEADERS for cell in data[name]}
        for group in (_LAYOUTS[data["table_type"]], "all"):
            counts[group].update(both=len(ours & true), found=len(ours), true=len(true), tables=1)
        right += found.layout == _LAYOUTS[data["table_type"]]
    cells = {
        group: {
            "tables": c["tables"],
            "precision": round(c["both"] / c["found"], 3),
            "recall": round(c["both"] / c["true"], 3),
            "f1": round(2 * c["both"] / (c["found"] + c["true"]), 3),
        }
        for group, c in counts.items()
    }
    return {"layout_accuracy": round(right / len(tables), 3), "header_cells": cells}


def main(folder: Path) -> None:
    """Print the measures of the train and of the dev tables."""
    for part in ("train", "dev"):
        tables = json.loads((folder / "im-tqa" / f"{part}_tables.json").read_text("utf-8"))
        print(part, json.dumps(measure(tables), indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
