"""Reading comprehension in SQuAD's format: DuReader-robust, DuReader-checklist and CJRC."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.benchmarks.task import Item, Task
from evals.errors import EvaluationError


def dureader_robust(folder: Path) -> Task:
    """Short questions typed into a search engine: find the paragraph among all."""
    return _task("dureader-robust", folder / "dureader" / "robust-dev.json", search=True)


def dureader_checklist(folder: Path) -> Task:
    """Questions on one paragraph, about half of them without an answer in it."""
    return _task("dureader-checklist", folder / "dureader" / "checklist-dev.json", search=False)


def cjrc(folder: Path) -> Task:
    """Questions on court decisions. Without an answer is what most annotators left empty: `is_impossible` also
    covers yes and no.
    """
    return _task("cjrc", folder / "cjrc" / "dev.json", search=False)


def _task(name: str, file: Path, *, search: bool) -> Task:
    documents: dict[str, str] = {}
    names: dict[str, str] = {}
    items = []
    for context, asked in squad(file):
        if context not in names:
            names[context] = f"{len(names):05d}.txt"
            documents[names[context]] = context
        spans = [str(answer["text"]) for answer in asked.get("answers", ())]
        given = tuple(dict.fromkeys(span for span in spans if span.strip()))
        answerable = sum(not span.strip() for span in spans) * 2 <= len(spans) and bool(given)
        items.append(Item(str(asked["id"]), asked["question"], names[context], given, answerable=answerable))
    kept = [item for item in items if item.answerable] if search else items
    return Task(name, documents, kept, search)


def squad(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every paragraph of a file in SQuAD's format with each question about it. Raises EvaluationError."""
    try:
        data = json.loads(file.read_text("utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise EvaluationError(f"{file}：读不到数据集 / cannot read the data set: {error}") from None
    for article in data["data"]:
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                yield paragraph["context"], asked
