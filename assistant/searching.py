"""Retrieval alone, as programs get it: the ranked chunks of a query with their sources."""

from __future__ import annotations

from typing import Any

from assistant.answer import Scope
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.retriever import search
from assistant.sources import source_of_chunk


def results(library: Library, catalog: Catalog, query: str, k: int, scope: Scope) -> list[dict[str, Any]]:
    """The `k` best chunks within a scope, best first, as `baogao search` prints them."""
    report_ids = None if scope == Scope() else catalog.report_ids(scope)
    return [
        {
            "rank": rank,
            "score": round(passage.score, 6),
            "chunk_id": passage.chunk.chunk_id,
            "report_id": passage.chunk.report_id,
            "text": passage.chunk.text,
            "source": source_of_chunk(library, catalog.info(passage.chunk.report_id), passage.chunk),
        }
        for rank, passage in enumerate(search(library, query, k, report_ids), 1)
    ]
