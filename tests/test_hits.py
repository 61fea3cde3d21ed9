"""Ordering and fusing what the search legs return."""

from __future__ import annotations

import pytest

from assistant.search.hits import Hit, best, fused


def _hits(**scores: float) -> list[Hit]:
    return [Hit(chunk_id, "r", score) for chunk_id, score in scores.items()]


def test_equal_scores_are_ordered_by_chunk_id() -> None:
    assert [hit.chunk_id for hit in best(_hits(c=1.0, a=1.0, b=2.0), 3)] == ["b", "a", "c"]
    assert [hit.chunk_id for hit in best(_hits(c=1.0, a=1.0, b=2.0), 2)] == ["b", "a"]


def test_fusing_adds_the_share_of_the_best_and_the_weighted_place() -> None:
    hits = fused(_hits(a=10.0, b=8.0), _hits(b=0.9, c=0.5, d=0.7), 0.5, 10)
    assert {hit.chunk_id: hit.score for hit in hits} == pytest.approx({"a": 1.0, "b": 0.8 + 0.5, "c": 0.0, "d": 0.25})
    assert [hit.chunk_id for hit in hits] == ["b", "a", "d", "c"]


def test_a_light_vector_leg_breaks_near_ties_and_overturns_nothing_else() -> None:
    near, far = _hits(a=10.0, b=9.5), _hits(a=10.0, b=3.0)
    vector = _hits(b=0.8, a=0.1)
    assert [hit.chunk_id for hit in fused(near, vector, 0.2, 2)] == ["b", "a"]
    assert [hit.chunk_id for hit in fused(far, vector, 0.2, 2)] == ["a", "b"]


@pytest.mark.parametrize("weight", [0.0, 0.2, 1.0])
def test_one_leg_alone_keeps_its_order(weight: float) -> None:
    only = _hits(a=3.0, b=2.0, c=1.0)
    assert [hit.chunk_id for hit in fused(only, [], weight, 3)] == ["a", "b", "c"]
    if weight:
        assert [hit.chunk_id for hit in fused([], only, weight, 3)] == ["a", "b", "c"]


def test_a_single_vector_hit_counts_fully() -> None:
    assert fused([], _hits(a=-0.3), 0.2, 5) == [Hit("a", "r", 0.2)]


def test_nothing_found_is_nothing() -> None:
    assert fused([], [], 0.2, 5) == []
