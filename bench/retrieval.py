"""Measure what each step of search adds: plain BM25, weighed words, the report as a whole, the vectors.

    python bench/retrieval.py [--bench DIR] [--embedder NAME] [--weight W] [--database URL]

Our paraphrase pairs (`evals/paraphrase`) are questions in people's own words and official sentences that
answer them; the lexicon may be improved with the first half (lines of even number, from 0), the second is
only measured. With the data sets at hand also web questions (DuReader-robust), court decisions (CJRC), and
the evidence sentences of DragonBall in pieces of 250 characters. Recall of evidence is the mean share of a
question's sentences that the first k pieces hold. With `--database` the words stand in PostgreSQL.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.search.embedding import Embedder, load_embedder
from assistant.search.fulltext import FullText
from assistant.search.hits import Hit, fused, lifted
from assistant.search.lexical import LexicalEntry, LexicalIndex
from assistant.search.retriever import POOL, REPORT_WEIGHT
from assistant.store.database import Database
from bench.corpora import cjrc, evidence, robust
from bench.embedder import by_vectors

ROOT = Path(__file__).resolve().parents[1]
CUTS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Search:
    """A search task: for each question, the pieces that hold each of its right sentences."""

    name: str
    pieces: Sequence[str]
    owners: Sequence[int]
    """The document of each piece."""
    questions: Sequence[str]
    right: Sequence[Sequence[Sequence[int]]]


def paraphrases(half: int | None = None) -> Search:
    """Our pairs; with `half` only the questions of the lines of even (0) or odd (1) number, among all sentences."""
    lines = (ROOT / "evals" / "paraphrase" / "pairs.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    asked = [i for i in range(len(pairs)) if half is None or i % 2 == half]
    name = "paraphrases" if half is None else f"paraphrases, {('development', 'held-out')[half]} half"
    return Search(
        name,
        [pair[1] for pair in pairs],
        range(len(pairs)),
        [pairs[i][0] for i in asked],
        [[[i]] for i in asked],
    )


def tasks(bench: Path | None) -> Iterator[Search]:
    """Every task that can be run here."""
    yield paraphrases(0)
    yield paraphrases(1)
    if bench is None:
        return
    for one in (robust(bench), cjrc(bench)):
        yield Search(
            one.name, one.passages, range(len(one.passages)), one.questions, [[[place]] for place in one.answers]
        )
    yield Search("dragonball, evidence in pieces of 250", *evidence(bench))


@contextmanager
def words(database: str | None) -> Iterator[LexicalIndex | FullText]:
    """An empty word index: in a folder, or in this database."""
    if database is None:
        with tempfile.TemporaryDirectory() as folder:
            yield LexicalIndex.open(Path(folder))
        return
    with closing(Database.at(database)) as opened:
        index = FullText.open(opened, "bench_words")
        yield index
        index.drop()


def measure(
    task: Search, embedder: Embedder, weight: float, database: str | None = None
) -> tuple[list[tuple[str, list[float]]], float]:
    """The recall at each cut of each system, and the seconds of a search for words and for reports."""
    vectors = by_vectors(embedder.encode_documents(task.pieces), embedder.encode_queries(task.questions))
    rankings: dict[str, list[list[Hit]]] = {"BM25": [], "weighed words": [], "with the report": [], "with vectors": []}
    seconds = 0.0
    with words(database) as index:
        rows = zip(task.pieces, task.owners, strict=True)
        index.write(LexicalEntry(str(i), str(owner), piece) for i, (piece, owner) in enumerate(rows))
        for question, near in zip(task.questions, vectors, strict=True):
            started = time.perf_counter()
            found, reports = index.find(question, POOL), index.reports(question, POOL)
            seconds += time.perf_counter() - started
            near = [Hit(hit.chunk_id, str(task.owners[int(hit.chunk_id)]), hit.score) for hit in near]
            both = fused(found, near, weight, 2 * POOL)
            rankings["BM25"].append(index.search(question, POOL))
            rankings["weighed words"].append(found)
            rankings["with the report"].append(lifted(found, reports, REPORT_WEIGHT, POOL))
            rankings["with vectors"].append(lifted(both, reports, REPORT_WEIGHT, POOL))
    recalls = [(name, [_recall(task, ranking, k) for k in CUTS]) for name, ranking in rankings.items()]
    return recalls, seconds / len(task.questions)


def _recall(task: Search, rankings: Sequence[Sequence[Hit]], k: int) -> float:
    total = 0.0
    for ranking, sentences in zip(rankings, task.right, strict=True):
        first = {int(hit.chunk_id) for hit in ranking[:k]}
        total += sum(bool(first.intersection(places)) for places in sentences) / len(sentences)
    return 100 * total / len(task.right)


def main() -> None:
    """Print a table a task."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, help="folder of the data sets")
    parser.add_argument("--embedder", help="a sentence-transformers name or folder (default: the bundled model)")
    parser.add_argument("--weight", type=float, help="of the vectors (default: the embedder's own)")
    parser.add_argument("--database", help="the SQLAlchemy URL of a PostgreSQL database to put the words in")
    options = parser.parse_args()
    embedder = load_embedder(options.embedder)
    weight = embedder.weight if options.weight is None else options.weight
    for task in tasks(options.bench):
        print(f"**{task.name}**: {len(task.questions):,} questions, {len(task.pieces):,} pieces\n")
        print("| search | R@1 | R@5 | R@10 |\n|---|---|---|---|")
        systems, seconds = measure(task, embedder, weight, options.database)
        for name, recalls in systems:
            print(f"| {name} | {' | '.join(f'{recall:.1f}' for recall in recalls)} |")
        print(f"\nwords and reports found in {1000 * seconds:.1f} ms\n", flush=True)


if __name__ == "__main__":
    main()
