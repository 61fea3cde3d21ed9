"""Readers of the public data sets that train and measure the bundled embedder. The data stay where they are."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.benchmarks.reading import squad

TABLE_CHARACTERS = 600
"""A table is read as text up to here: its caption, its headers and its first rows."""
READING = (
    "cmrc2018/cmrc2018_dev.json",
    "cmrc2018/cmrc2018_trial.json",
    "drcd/DRCD_dev.json",
    "drcd/DRCD_test.json",
    "dureader/checklist-dev.json",
)
"""Reading-comprehension sets that may train the model. `dureader/robust-dev.json` is kept for measuring."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage that answers it."""

    question: str
    passage: str


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A search task: find `passages[answers[i]]` for `questions[i]`."""

    name: str
    passages: list[str]
    questions: list[str]
    answers: list[int]


def reading(file: Path) -> Iterator[tuple[Pair, bool]]:
    """Every question of a SQuAD-like file with its paragraph, and whether the paragraph answers it."""
    for context, asked in squad(file):
        yield Pair(asked["question"], context), not asked.get("is_impossible", False)


def retrieval(file: Path) -> Retrieval:
    """The answerable questions of a SQuAD-like file against all of its paragraphs."""
    asked = list(reading(file))
    place = {passage: i for i, passage in enumerate(dict.fromkeys(pair.passage for pair, _ in asked))}
    pairs = [pair for pair, answered in asked if answered]
    return Retrieval(file.stem, list(place), [p.question for p in pairs], [place[p.passage] for p in pairs])


def robust(bench: Path) -> Retrieval:
    """DuReader-robust dev: short questions typed into a search engine, web paragraphs."""
    return retrieval(bench / "dureader/robust-dev.json")


def cjrc(bench: Path) -> Retrieval:
    """CJRC dev: questions on court decisions. Its questions without an answer stay in: their decision is known too."""
    asked = [pair for pair, _ in reading(bench / "cjrc/dev.json")]
    place = {passage: i for i, passage in enumerate(dict.fromkeys(pair.passage for pair in asked))}
    return Retrieval("cjrc", list(place), [p.question for p in asked], [place[p.passage] for p in asked])


def dragonball(bench: Path) -> Retrieval:
    """DragonBall: templated documents that differ in names; find the piece that holds the first evidence sentence."""
    pieces: list[str] = []
    for document in _json_lines(bench / "dragonball/docs.jsonl"):
        text = _dense(document["content"])
        pieces += [text[start : start + 250] for start in range(0, len(text), 200)]
    questions, answers = [], []
    for row in _json_lines(bench / "dragonball/queries.jsonl"):
        evidence = [_dense(sentence) for sentence in row["ground_truth"]["references"][:1]]
        holding = [i for sentence in evidence for i, piece in enumerate(pieces) if sentence in piece]
        if holding:
            questions.append(row["query"]["content"])
            answers.append(holding[0])
    return Retrieval("dragonball", pieces, questions, answers)


def evidence(bench: Path) -> tuple[list[str], list[int], list[str], list[list[list[int]]]]:
    """DragonBall: pieces of 250 characters, each piece's document, questions, and where each evidence sentence stands.

    Questions without evidence are left out. A sentence that a cut divides stands nowhere, for every search alike.
    """
    pieces: list[str] = []
    owners: list[int] = []
    for number, document in enumerate(_json_lines(bench / "dragonball/docs.jsonl")):
        text = _dense(document["content"])
        for start in range(0, len(text), 250):
            pieces.append(text[start : start + 250])
            owners.append(number)
    questions, right = [], []
    for row in _json_lines(bench / "dragonball/queries.jsonl"):
        sentences = [_dense(sentence) for sentence in row["ground_truth"]["references"]]
        if sentences:
            questions.append(row["query"]["content"])
            right.append([[i for i, piece in enumerate(pieces) if sentence in piece] for sentence in sentences])
    return pieces, owners, questions, right


def retqa(bench: Path) -> tuple[list[Pair], list[str]]:
    """RETQA: questions with their (first) table as text, and the text of every table."""
    with zipfile.ZipFile(bench / "retqa/tables.zip") as archive:
        listed = json.loads(archive.read("all_markdown_table.json"))
    tables = {table["table_name"]: _plain(table["markdown_table"]) for table in listed}
    with gzip.open(bench / "retqa/train.jsonl.gz", "rt", encoding="utf-8") as lines:
        asked: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    named = [(row["query"], row["table_caption_label"]) for row in asked]
    first = [(query, names[0] if isinstance(names, list) else names) for query, names in named]
    return [Pair(query, tables[name]) for query, name in first if name in tables], list(tables.values())


def im_tqa(bench: Path) -> tuple[list[Pair], list[str]]:
    """IM-TQA: questions with their table's cells as text, and the text of every table."""
    listed = json.loads((bench / "im-tqa/train_tables.json").read_text("utf-8"))
    tables = {row["table_id"]: " ".join(row["chinese_cell_value_list"])[:TABLE_CHARACTERS] for row in listed}
    asked = json.loads((bench / "im-tqa/train_questions.json").read_text("utf-8"))
    pairs = [Pair(row["chinese_question"], tables[row["table_id"]]) for row in asked if row["table_id"] in tables]
    return pairs, list(tables.values())


def _json_lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _dense(text: str) -> str:
    return re.sub(r"\s", "", text)


def _plain(markdown: str) -> str:
    return re.sub(r"<table_name>|col :|row \d+ :|\|", " ", markdown)[:TABLE_CHARACTERS]
