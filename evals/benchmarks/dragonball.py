"""DragonBall (RAGEval): templated documents that differ in names, questions with their evidence sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.benchmarks.task import Item, Task
from evals.errors import EvaluationError


def dragonball(folder: Path) -> Task:
    """Find the evidence sentences among all documents. Without references a question has no answer."""
    base = folder / "dragonball"
    documents = {f"{row['doc_id']}.md": str(row["content"]) for row in _lines(base / "docs.jsonl")}
    items = []
    for row in _lines(base / "queries.jsonl"):
        sentences = tuple(str(one) for one in row["ground_truth"]["references"])
        asked = row["query"]
        items.append(
            Item(str(asked["query_id"]), asked["content"], "", answerable=bool(sentences), sentences=sentences)
        )
    return Task("dragonball", documents, items, search=True)


def _lines(file: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, json.JSONDecodeError) as error:
        raise EvaluationError(f"{file}：读不到数据集 / cannot read the data set: {error}") from None
