"""Measure search over a large library: words, whole reports and vectors together, with and without a scope.

    python bench/searching.py [--chunks N] [--questions Q]

The chunks are synthetic and made here: sentences put together at random from officials' words, thirty to a report. The
two indexes are filled as ingest fills them; the database is left out, as fetching ten rows by key costs the same at any
size. Prints how fast texts are embedded and indexed, and p50 and p95 of a search in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.search import synonyms
from assistant.search.embedding import Embedder, load_embedder
from assistant.search.hits import fused, lifted, spread
from assistant.search.lexical import LexicalEntry, LexicalIndex
from assistant.search.retriever import EXACT, POOL, REPORT_WEIGHT
from assistant.search.vectors import VectorEntry, VectorIndex

PER_REPORT = 30
BATCH = 3_000
QUESTIONS = ("老人吃饭有没有补贴", "信息公开存在哪些问题", "公交线路怎么调整的", "哪些规定作废了", "投诉电话是多少")


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chunks", type=int, default=150_000, help="how many chunks (default: 150,000)")
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked (default: 20)")
    options = parser.parse_args()
    print(f"{date.today().isoformat()} · {os.cpu_count()} cores · {options.chunks:,} chunks")
    with tempfile.TemporaryDirectory() as folder:
        words, vectors = LexicalIndex.open(Path(folder) / "words"), VectorIndex.open(Path(folder) / "vectors")
        _fill(words, vectors, options.chunks)
        reports = [f"r{i}" for i in range(0, options.chunks // PER_REPORT)]
        scopes: dict[str, Collection[str] | None] = {
            "no scope": None,
            "one report": reports[len(reports) // 2 :][:1],
            "a tenth of the reports": reports[::10],
        }
        for name, scope in scopes.items():
            times = _times(partial(_search, words, vectors, scope=scope), options.rounds)
            p95 = sorted(times)[int(len(times) * 0.95)]
            print(f"{name:24} p50 {statistics.median(times) * 1000:7.1f} ms   p95 {p95 * 1000:7.1f} ms")
        vectors.close()


def _fill(words: LexicalIndex, vectors: VectorIndex, count: int) -> None:
    embedding = indexing = 0.0
    for start in range(0, count, BATCH):
        rows = [(f"c{i}", f"r{i // PER_REPORT}", text) for i, text in _texts(start, min(start + BATCH, count))]
        began = time.perf_counter()
        encoded = _embedder().encode_documents([text for *_, text in rows])
        embedding += time.perf_counter() - began
        began = time.perf_counter()
        words.write(LexicalEntry(*row) for row in rows)
        vectors.write(VectorEntry(one, owner, vector) for (one, owner, _), vector in zip(rows, encoded, strict=True))
        indexing += time.perf_counter() - began
    print(f"embedded {count / embedding * 60:,.0f} chunks a minute, indexed {count / indexing * 60:,.0f} a minute")


def _texts(first: int, last: int) -> Iterator[tuple[int, str]]:
    lexicon = sorted(synonyms.alternatives())
    for i in range(first, last):
        chosen = random.Random(i).choices(lexicon, k=40)
        said = "，".join("".join(chosen[j : j + 4]) for j in range(0, 40, 4))
        yield i, f"云汐市第{i // PER_REPORT}局2023年度报告\n{said}"


def _search(words: LexicalIndex, vectors: VectorIndex, text: str, scope: Collection[str] | None) -> Sequence[object]:
    near = _embedder().encode_queries([text])[0]
    narrow = None
    if scope is not None and len(scope) * PER_REPORT <= EXACT:
        narrow = {f"c{int(one[1:]) * PER_REPORT + i}": one for one in scope for i in range(PER_REPORT)}
    ranked = fused(words.find(text, POOL, scope), vectors.search(near, POOL, scope, narrow), 0.1, 2 * POOL)
    reports = words.reports(text, POOL, scope)
    return spread(lifted(ranked, reports, REPORT_WEIGHT, 2 * POOL), reports, 10)[:10]


@cache
def _embedder() -> Embedder:
    return load_embedder()


def _times(work: Callable[[str], object], rounds: int) -> list[float]:
    work(QUESTIONS[0])
    times = []
    for text in QUESTIONS * rounds:
        began = time.perf_counter()
        work(text)
        times.append(time.perf_counter() - began)
    return times


if __name__ == "__main__":
    main()
