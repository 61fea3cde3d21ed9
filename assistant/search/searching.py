"""Retrieval alone, as programs get it: the ranked chunks of a query with their sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answer import Scope
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.report import Source
from assistant.search.retriever import search
from assistant.sources import source_of_chunk


@dataclass(frozen=True, slots=True)
class Ranked:
    """A chunk that was found; the fields are the names of the public JSON."""

    rank: int
    score: float
    """Comparable only within one search."""
    chunk_id: str
    report_id: str
    text: str
    source: Source


def results(library: Library, catalogs: Callable[[], Catalog], query: str, k: int, scope: Scope) -> list[Ranked]:
    """The `k` best chunks within a scope, best first, all of one state; `catalogs` gives the catalog of that state."""
    return library.settled(lambda: _results(library, catalogs(), query, k, scope))


def _results(library: Library, catalog: Catalog, query: str, k: int, scope: Scope) -> list[Ranked]:
    report_ids = None if scope == Scope() else catalog.report_ids(scope)
    return [
        Ranked(
            rank,
            round(passage.score, 6),
            passage.chunk.chunk_id,
            passage.chunk.report_id,
            passage.chunk.text,
            source_of_chunk(library, catalog.info(passage.chunk.report_id), passage.chunk),
        )
        for rank, passage in enumerate(search(library, query, k, report_ids), 1)
    ]
