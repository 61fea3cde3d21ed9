"""Question → passages: the scope first, then words and vectors, fused so that the words lead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import exp

from assistant.library import Library
from assistant.report import Chunk
from assistant.search.hits import Hit, best, fused, lifted, spread
from assistant.search.tokens import query_tokens
from assistant.wire import utf8

POOL = 100
"""How many candidates each leg gives to the fusion."""

REPORT_WEIGHT = 1.0
"""What the fit of a chunk's whole report weighs beside its own."""
RERANKED = 20
"""How many passages a reranker reads: a large one takes a second for so many without a graphics card."""
EXACT = 2_000
"""Up to so many chunks a scope's vectors are compared one by one, which is exact."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found, and how well it fits; scores compare only within one search."""

    chunk: Chunk
    score: float


def search(library: Library, query: str, k: int = 10, report_ids: Collection[str] | None = None) -> list[Passage]:
    """The `k` best chunks for a query, best first, among the given reports or all.

    Words lead. How well a chunk's whole report fits lifts it, and the vector leg adds what its embedder's weight
    allows: what `bench/embedder.py` found never to hurt. No report fills the result alone unless it clearly leads.
    All passages are of one state of the library.
    """
    query = utf8(query)
    if not query_tokens(query) or (report_ids is not None and not report_ids):
        return []
    return library.settled(lambda: _search(library, query, k, report_ids))


def _search(library: Library, query: str, k: int, report_ids: Collection[str] | None) -> list[Passage]:
    lexical = library.words.find(query, POOL, report_ids)
    vector = _vector_leg(library, query, report_ids)
    ranked = fused(lexical, vector, library.embedder.weight, 2 * POOL) if vector else best(lexical, POOL)
    reports = library.words.reports(query, POOL, report_ids)
    ranked = spread(lifted(ranked, reports, REPORT_WEIGHT, 2 * POOL), reports, k)
    chunks = library.chunks([hit.chunk_id for hit in ranked])
    found = [Passage(chunks[hit.chunk_id], hit.score) for hit in ranked if hit.chunk_id in chunks]
    return _reranked(library, query, found)[:k]


def _reranked(library: Library, query: str, found: list[Passage]) -> list[Passage]:
    """The first passages ordered anew by the configured reranker, if there is one; the others behind them."""
    reranker = library.reranker()
    if reranker is None or not found:
        return found
    first, rest = found[:RERANKED], found[RERANKED:]
    scores = reranker.scores(query, [one.chunk.text for one in first])
    order = sorted(range(len(first)), key=lambda i: (-scores[i], i))
    over = found[0].score + 1
    return [*(Passage(first[i].chunk, over + 1 / (1 + exp(-scores[i]))) for i in order), *rest]


def _vector_leg(library: Library, query: str, report_ids: Collection[str] | None) -> list[Hit]:
    vector = library.embedder.encode_queries([query])[0]
    narrow = None if report_ids is None else library.chunk_ids(report_ids, EXACT)
    return library.vectors.search(vector, POOL, report_ids, narrow)
