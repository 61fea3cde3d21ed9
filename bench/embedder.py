"""Measure an embedder: how often the right paragraph is found by words, by vectors and by both.

    python bench/embedder.py --bench DIR [--embedder NAME] [--weight W ...]

Three tasks, none of which trains the bundled model: web questions (DuReader-robust), court decisions (CJRC) and
templated documents (DragonBall). The reference "LSA" is fitted on the searched passages: what a corpus tells of itself.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from assistant.search.embedding import Embedder, Vectors, load_embedder
from assistant.search.hits import Hit, best, fused
from assistant.search.lexical import LexicalEntry, LexicalIndex
from assistant.search.tokens import tokenise
from bench.corpora import Retrieval, cjrc, dragonball, robust

TASKS: tuple[Callable[[Path], Retrieval], ...] = (robust, cjrc, dragonball)
POOL = 100
WEIGHTS = (0.1, 0.2, 0.3, 0.5)
_LSA_DIMENSION = 256

Ranking = list[Hit]


@dataclass(frozen=True, slots=True)
class Row:
    """One way to search: the rank of the right passage for every question (1 is best, POOL + 1 is not found)."""

    label: str
    ranks: list[int]

    def recall(self, k: int) -> float:
        """The share of questions whose passage is among the first k, in percent."""
        return 100 * sum(rank <= k for rank in self.ranks) / len(self.ranks)


def measure(task: Retrieval, embedder: Embedder, weights: Sequence[float] = WEIGHTS) -> list[Row]:
    """BM25, LSA, the embedder, and BM25 fused with the embedder at each weight."""
    lexical = by_words(task)
    lsa = by_vectors(*_lsa(task))
    vector = by_vectors(embedder.encode_documents(task.passages), embedder.encode_queries(task.questions))
    rows = [
        _row("BM25", task, lexical),
        _row("LSA fitted on these passages", task, lsa),
        _row(embedder.name, task, vector),
        _row("BM25 + LSA at weight 0.2", task, _fuse(lexical, lsa, 0.2)),
    ]
    for weight in weights:
        rows.append(_row(f"BM25 + {embedder.name} at weight {weight}", task, _fuse(lexical, vector, weight)))
    return rows


def vectors_alone(label: str, task: Retrieval, embedder: Embedder) -> Row:
    """One row for an embedder without anything beside it."""
    rankings = by_vectors(embedder.encode_documents(task.passages), embedder.encode_queries(task.questions))
    return _row(label, task, rankings)


def by_words(task: Retrieval) -> list[Ranking]:
    """The product's own lexical search over the passages, one ranking a question."""
    with tempfile.TemporaryDirectory() as folder:
        index = LexicalIndex.open(Path(folder))
        index.write(LexicalEntry(str(i), str(i), passage) for i, passage in enumerate(task.passages))
        return [index.search(question, POOL) for question in task.questions]


def by_vectors(passages: Vectors, questions: Vectors) -> list[Ranking]:
    """Exact cosine search, one ranking a question; both arguments have L2-normalised rows."""
    return [_nearest(scores) for scores in questions @ passages.T]


def heading(task: Retrieval) -> str:
    """What was searched, in a line."""
    return f"**{task.name}**: {len(task.questions):,} questions, {len(task.passages):,} passages\n"


def table(rows: Sequence[Row]) -> str:
    """A Markdown table; the last column counts questions won and lost at R@5 against the first row."""
    lines = ["| search | R@1 | R@5 | R@10 | R@5 against BM25: won / lost |", "|---|---|---|---|---|"]
    for row in rows:
        recalls = " | ".join(f"{row.recall(k):.1f}" for k in (1, 5, 10))
        lines.append(f"| {row.label} | {recalls} | {_won(row, rows[0])} / {_won(rows[0], row)} |")
    return "\n".join(lines)


def _won(row: Row, other: Row) -> int:
    return sum(mine <= 5 < theirs for mine, theirs in zip(row.ranks, other.ranks, strict=True))


def _nearest(scores: Vectors) -> Ranking:
    nearest = np.argpartition(-scores, min(POOL, len(scores) - 1))[:POOL]
    return best((Hit(str(i), str(i), float(scores[i])) for i in nearest), POOL)


def _fuse(lexical: list[Ranking], vector: list[Ranking], weight: float) -> list[Ranking]:
    return [fused(words, near, weight, POOL) for words, near in zip(lexical, vector, strict=True)]


def _row(label: str, task: Retrieval, rankings: list[Ranking]) -> Row:
    ranks = []
    for answer, ranking in zip(task.answers, rankings, strict=True):
        ids = [hit.chunk_id for hit in ranking]
        ranks.append(ids.index(str(answer)) + 1 if str(answer) in ids else POOL + 1)
    return Row(label, ranks)


def _lsa(task: Retrieval) -> tuple[Vectors, Vectors]:
    """Passages and questions in the space of the passages' own TF-IDF matrix, by its Gram matrix."""
    documents = [tokenise(text) for text in task.passages]
    frequency: dict[str, int] = {}
    for tokens in documents:
        for token in set(tokens):
            frequency[token] = frequency.get(token, 0) + 1
    column = {token: i for i, token in enumerate(token for token, seen in frequency.items() if seen > 1)}
    idf = np.array([1 + np.log(len(documents) / frequency[token]) for token in column], dtype=np.float32)
    matrix = _weighted(documents, column, idf)
    values, vectors = np.linalg.eigh(matrix @ matrix.T)
    kept = slice(-_LSA_DIMENSION, None)
    singular = np.sqrt(np.maximum(values[kept], 1e-9))
    terms = matrix.T @ (vectors[:, kept] / singular)
    questions = _weighted([tokenise(text) for text in task.questions], column, idf)
    return _unit(matrix @ terms), _unit(questions @ terms)


def _weighted(documents: list[list[str]], column: dict[str, int], idf: Vectors) -> Vectors:
    matrix = np.zeros((len(documents), len(column)), dtype=np.float32)
    for row, tokens in enumerate(documents):
        np.add.at(matrix[row], [column[token] for token in tokens if token in column], 1)
    weighted: Vectors = np.log1p(matrix) * idf
    return _unit(weighted)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--embedder", help="a sentence-transformers name or folder (default: the bundled model)")
    parser.add_argument("--weight", type=float, nargs="+", default=WEIGHTS, help="weights of the vector leg")
    options = parser.parse_args()
    embedder = load_embedder(options.embedder)
    for task in (read(options.bench) for read in TASKS):
        print(f"{heading(task)}\n{table(measure(task, embedder, options.weight))}\n")


if __name__ == "__main__":
    main()
