"""What a search leg returns: a chunk's id and its score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

_LEADS = 1.1
"""By how much a report must fit better than the next to fill the first places alone."""
_CLEARLY = 0.25
"""By how much of the best report's fit a report must fit better for one of its chunks to take the first place from the
chunk that is first by its own words: a smaller lead wins that place no more often than it loses it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that a leg found."""

    chunk_id: str
    report_id: str
    score: float
    """Higher is better; only comparable within one search of one leg."""


def best(hits: Iterable[Hit], k: int) -> list[Hit]:
    """The `k` best hits, best first; equal scores are ordered by chunk id, so that a search always gives one order."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))[:k]


def fused(lexical: Sequence[Hit], vector: Sequence[Hit], weight: float, k: int) -> list[Hit]:
    """One ranking of two legs' candidates: lexical score as a share of the leg's best, plus `weight` × the vector
    score's place between the leg's worst candidate (0) and its best (1).

    A chunk that a leg did not find gets 0 from it. Give both legs the same pool, of 50 to 100 candidates; `weight` and
    pool are measured by `bench/embedder.py`.
    """
    top = max((hit.score for hit in lexical), default=0.0)
    high = max((hit.score for hit in vector), default=0.0)
    low = min((hit.score for hit in vector), default=0.0)
    scores: dict[str, float] = {}
    for hit in lexical:
        scores[hit.chunk_id] = hit.score / top if top > 0 else 0.0
    for hit in vector:
        place = (hit.score - low) / (high - low) if high > low else 1.0
        scores[hit.chunk_id] = scores.get(hit.chunk_id, 0.0) + weight * place
    found = {hit.chunk_id: hit.report_id for hit in (*lexical, *vector)}
    return best((Hit(chunk_id, report_id, scores[chunk_id]) for chunk_id, report_id in found.items()), k)


def lifted(hits: Sequence[Hit], reports: Mapping[str, float], weight: float, k: int) -> list[Hit]:
    """Chunks ranked anew by their own score and by how well their whole report fits, each as a share of its best.

    A chunk seldom names whom it is about; its report does. The first of `hits`, which come best first, stays first
    unless another chunk's report fits clearly better than its own.
    """
    top = max((hit.score for hit in hits), default=0.0) or 1.0
    high = max(reports.values(), default=0.0) or 1.0
    fits = {report_id: score / high for report_id, score in reports.items()}
    ranked = best((replace(h, score=h.score / top + weight * fits.get(h.report_id, 0.0)) for h in hits), len(hits))
    if ranked:
        before, now = hits[0], ranked[0]
        if fits.get(now.report_id, 0.0) - fits.get(before.report_id, 0.0) < _CLEARLY:
            rest = [hit for hit in ranked if hit.chunk_id != before.chunk_id]
            ranked = [replace(before, score=now.score), *rest]
    return ranked[:k]


def spread(hits: Sequence[Hit], reports: Mapping[str, float], k: int) -> list[Hit]:
    """The hits so ordered that no report has more than half of the first `k` while others are there.

    One that clearly leads may have them all.
    """
    ranked = sorted(reports.values(), reverse=True)
    if len(ranked) < 2 or ranked[0] >= _LEADS * ranked[1]:
        return list(hits)
    share, seen = max(1, (k + 1) // 2), Counter[str]()
    first: list[Hit] = []
    rest: list[Hit] = []
    for hit in hits:
        seen[hit.report_id] += 1
        (first if seen[hit.report_id] <= share else rest).append(hit)
    return [*first, *rest]
