"""Questions on tables: IM-TQA (find the cells of a table) and RETQA (find the table among all)."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from evals.benchmarks.task import Item, Task
from evals.errors import EvaluationError

_ROW = re.compile(r"\brow \d+ :")
_PROBLEMS = (OSError, json.JSONDecodeError, KeyError, zipfile.BadZipFile)


def im_tqa(folder: Path) -> Task:
    """IM-TQA dev: the right cells of one table, its headers not given."""
    base = folder / "im-tqa"
    tables = {table["table_id"]: table for table in _json(base / "dev_tables.json")}
    documents = {f"{name}.html": grid_page(table) for name, table in tables.items()}
    items = []
    for asked in _json(base / "dev_questions.json"):
        table = tables.get(asked["table_id"])
        if table is not None:
            origins = origins_of(table["cell_ID_matrix"])
            cells = frozenset(origins[cell] for cell in asked["answer_cell_list"] if cell in origins)
            items.append(
                Item(asked["question_id"], asked["chinese_question"], f"{asked['table_id']}.html", cells=cells)
            )
    return Task("im-tqa", documents, items, search=False)


def retqa(folder: Path) -> Task:
    """RETQA validation: the (first) table of a question among all 4,932, and the result of its query."""
    base = folder / "retqa"
    try:
        with zipfile.ZipFile(base / "tables.zip") as archive:
            listed = json.loads(archive.read("all_markdown_table.json"))
        with gzip.open(base / "validation.jsonl.gz", "rt", encoding="utf-8") as lines:
            asked = [json.loads(line) for line in lines if line.strip()]
    except _PROBLEMS as error:
        raise _unreadable(base, error) from None
    files = {table["table_name"]: f"{i:05d}.html" for i, table in enumerate(listed)}
    documents = {files[t["table_name"]]: _markdown_html(t["table_name"], t["markdown_table"]) for t in listed}
    items = []
    for i, row in enumerate(asked):
        named = row["table_caption_label"]
        first = named[0] if isinstance(named, list) else named
        if first in files:
            captions = named if isinstance(named, list) else [named]
            result = result_of(row.get("SQL_result"), "".join(captions))
            beside = tuple(files[one] for one in captions[1:] if one in files)
            items.append(Item(str(i), row["query"], files[first], result=result, beside=beside))
    return Task("retqa", documents, items, search=True, tables=True)


def result_of(rows: Sequence[Sequence[Any]] | None, captions: str) -> tuple[str, ...]:
    """The values of the query's rows; none where one of them is null.

    A query may repeat the year or the place of its table beside what was asked for: a value that a table's name states
    is left out where others stand beside it.
    """
    values = [value for row in rows or () for value in _asked(row, captions)]
    return () if None in values else tuple(map(str, values))


def _asked(row: Sequence[Any], captions: str) -> Sequence[Any]:
    return [value for value in row if str(value) not in captions] if len(row) > 1 else row


def _json(file: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
    except _PROBLEMS as error:
        raise _unreadable(file, error) from None
    return found


def _unreadable(file: Path, error: Exception) -> EvaluationError:
    return EvaluationError(f"{file}：读不到数据集 / cannot read the data set: {error}")


def origins_of(matrix: Sequence[Sequence[int]]) -> dict[int, tuple[int, int]]:
    """Where each cell begins."""
    found: dict[int, tuple[int, int]] = {}
    for row, cells in enumerate(matrix):
        for col, cell in enumerate(cells):
            found.setdefault(cell, (row, col))
    return found


def grid_page(table: Mapping[str, Any]) -> str:
    """The table as a web page: a cell that covers several places is written once, with its spans."""
    matrix: list[list[int]] = table["cell_ID_matrix"]
    texts: list[str] = table["chinese_cell_value_list"]
    origins = origins_of(matrix)
    lines = []
    for row, cells in enumerate(matrix):
        line = []
        for col, cell in enumerate(cells):
            if origins[cell] == (row, col):
                wide = sum(one == cell for one in cells)
                high = sum(cell in other for other in matrix)
                line.append(f'<td rowspan="{high}" colspan="{wide}">{escape(texts[cell])}</td>')
        lines.append(f"<tr>{''.join(line)}</tr>")
    return _page(str(table.get("file_name") or table["table_id"]), lines)


def _markdown_html(name: str, markdown: str) -> str:
    """`<table_name> … col : a | b row 1 : c | d` as a web page."""
    body = markdown.split("col :", 1)[-1]
    lines = []
    for part in _ROW.split(body):
        cells = "".join(f"<td>{escape(cell.strip())}</td>" for cell in part.split("|"))
        lines.append(f"<tr>{cells}</tr>")
    return _page(name, lines)


def _page(title: str, rows: Sequence[str]) -> str:
    head = f'<!doctype html><meta charset="utf-8"><title>{escape(title)}</title><h1>{escape(title)}</h1>'
    return f"{head}<table border=1>{''.join(rows)}</table>"
