"""RGB (Chinese, information integration): questions that need two facts, among passages that have them and do not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.benchmarks.task import Item, Task
from evals.errors import EvaluationError


def rgb(folder: Path) -> Task:
    """Both facts must be found among all passages; of the negative passages alone, nothing must be answered."""
    file = folder / "rgb" / "zh_int.json"
    documents: dict[str, str] = {}
    items = []
    for row in _rows(file):
        name = f"{row['id']:03d}" if isinstance(row["id"], int) else str(row["id"])
        positive, negative = f"{name}-positive.txt", f"{name}-negative.txt"
        documents[positive] = _text([passage for group in row["positive"] for passage in _listed(group)])
        documents[negative] = _text(row["negative"])
        facts = tuple(tuple(map(str, _listed(fact))) for fact in row["answer"])
        items.append(Item(name, row["query"], positive, facts=facts))
        items.append(Item(f"{name}-negative", row["query"], negative, answerable=False))
    return Task("rgb", documents, items, search=True)


def _rows(file: Path) -> list[Mapping[str, Any]]:
    try:
        text = file.read_text("utf-8").strip()
        lines = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines() if line]
    except (OSError, json.JSONDecodeError) as error:
        raise EvaluationError(f"{file}：读不到数据集 / cannot read the data set: {error}") from None
    return list(lines)


def _listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _text(passages: Sequence[str]) -> str:
    """One paragraph a passage."""
    return "\n\n".join(" ".join(passage.split()) for passage in passages) + "\n"
