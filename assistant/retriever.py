"""Question → passages: the scope first, then words and vectors, fused so that the words lead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.hits import Hit, best, fused
from assistant.library import Library
from assistant.report import Chunk
from assistant.tokens import query_tokens
from assistant.wire import utf8

POOL = 100
"""How many candidates each leg gives to the fusion."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found, and how well it fits; scores compare only within one search."""

    chunk: Chunk
    score: float


def search(library: Library, query: str, k: int = 10, report_ids: Collection[str] | None = None) -> list[Passage]:
    """The `k` best chunks for a query, best first, among the given reports or all.

    The vector leg's weight belongs to the embedder: it is what `bench/embedder.py` found never to hurt.
    """
    query = utf8(query)
    if not query_tokens(query) or (report_ids is not None and not report_ids):
        return []
    lexical = library.words.search(query, POOL, report_ids)
    vector = _vector_leg(library, query, report_ids)
    ranked = fused(lexical, vector, library.embedder.weight, POOL) if vector else best(lexical, POOL)
    chunks = library.chunks([hit.chunk_id for hit in ranked])
    return [Passage(chunks[hit.chunk_id], hit.score) for hit in ranked if hit.chunk_id in chunks][:k]


def _vector_leg(library: Library, query: str, report_ids: Collection[str] | None) -> list[Hit]:
    vector = library.embedder.encode_queries([query])[0]
    return library.vectors.search(vector, POOL, report_ids)
