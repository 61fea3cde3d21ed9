"""Retrieval metrics, against values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

pytest.importorskip("pytrec_eval")

from evals.ranking import retrieval


def test_ranks_are_turned_into_metrics() -> None:
    runs = {"a": ["x", "right", "y", "too"], "b": [f"d{i}" for i in range(10)] + ["late"], "c": ["one"]}
    relevant = {"a": ["right", "too"], "b": ["late"], "c": ["one"]}
    found = retrieval(runs, relevant)
    ideal = 1 + 1 / log2(3)
    gained = (1 / log2(3) + 1 / log2(5)) / ideal
    assert found == {
        "recall@1": pytest.approx(1 / 3),
        "recall@5": pytest.approx(2 / 3),
        "recall@10": pytest.approx(2 / 3),
        "mrr@10": pytest.approx((0.5 + 0 + 1) / 3),
        "ndcg@10": pytest.approx((gained + 0 + 1) / 3),
    }


def test_a_query_without_a_run_scores_nothing_and_doubles_count_once() -> None:
    assert retrieval({}, {"a": ["x"]})["recall@10"] == 0
    assert retrieval({"a": ["y", "y", "x"]}, {"a": ["x"]})["mrr@10"] == 0.5
    assert retrieval({}, {}) == {}
