"""Uncertainty, against values worked out by hand."""

from __future__ import annotations

import pytest

from evals import statistics
from evals.statistics import Estimate


def test_a_ratio_is_the_quotient_of_sums_with_an_interval_around_it() -> None:
    parts = [(1.0, 1.0), (0.0, 1.0), (1.0, 2.0)] * 10
    found = statistics.ratio(parts, [str(i) for i in range(30)], seed=1)
    assert found is not None
    assert found.value == 0.5
    assert found.low is not None
    assert found.high is not None
    assert 0.2 < found.low < 0.5 < found.high < 0.8
    assert found == statistics.ratio(parts, [str(i) for i in range(30)], seed=1)


def test_cases_of_one_report_widen_the_interval() -> None:
    parts = [(float(i < 20), 1.0) for i in range(40)]
    apart = statistics.ratio(parts, [str(i) for i in range(40)], seed=0)
    together = statistics.ratio(parts, [str(i // 10) for i in range(40)], seed=0)
    assert apart is not None
    assert together is not None
    assert apart.low is not None
    assert together.low is not None
    assert apart.value == together.value
    assert together.low < apart.low


def test_without_clusters_or_cases_nothing_is_made_up() -> None:
    assert statistics.ratio([], [], seed=0) is None
    one = statistics.ratio([(1.0, 2.0)], ["a"], seed=0)
    assert one is not None
    assert (one.value, one.low, one.high, one.of) == (0.5, None, None, 1)


@pytest.mark.parametrize(
    ("scores", "positive", "value"),
    [
        ([0.9, 0.8, 0.3], [True, True, False], 1),
        ([0.9, 0.3, 0.3], [False, True, False], 0.25),
        ([0.5, 0.5], [True, False], 0.5),
    ],
)
def test_auroc(scores: list[float], positive: list[bool], value: float) -> None:
    found = statistics.auroc(scores, positive, ["a"] * len(scores), seed=0)
    assert found == Estimate(value, None, None, len(scores))


def test_auroc_needs_both_kinds() -> None:
    assert statistics.auroc([0.5, 0.5], [True, True], ["a", "b"], seed=0) is None
    assert statistics.auroc([], [], [], seed=0) is None


def test_auroc_has_an_interval_over_whole_reports() -> None:
    # Two reports: in a every pair is right, in b every pair is wrong; between them right and wrong are even.
    scores, positive = [0.9, 0.1, 0.1, 0.9], [True, False, True, False]
    found = statistics.auroc(scores, positive, ["a", "a", "b", "b"], seed=0)
    assert found == Estimate(0.5, 0.0, 1.0, 4)


def test_macro_f1_has_an_interval_that_grows_where_cases_share_a_report() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")] * 10
    apart = statistics.macro_f1(pairs, "-", [str(i) for i in range(40)], seed=0)
    together = statistics.macro_f1(pairs, "-", [str(i % 4) for i in range(40)], seed=0)
    assert apart is not None
    assert together is not None
    assert apart.value == together.value == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert apart.low is not None
    assert apart.high is not None
    assert together.low is not None
    assert together.low < apart.low < apart.value < apart.high <= 1
    assert apart == statistics.macro_f1(pairs, "-", [str(i) for i in range(40)], seed=0)


def test_risk_over_coverage() -> None:
    points = statistics.risk_coverage([0.9, 0.8, 0.8, 0.1], [False, True, False, True])
    assert points == [(0.25, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert statistics.area(points) == pytest.approx(0.5 / 3 + 0.125)
    assert statistics.area([]) is None


def test_percentiles_are_nearest_ranks() -> None:
    assert statistics.percentile([4, 1, 3, 2], 0.5) == 2
    assert statistics.percentile(list(range(1, 101)), 0.95) == 95
    assert statistics.percentile([], 0.5) is None


def test_mcnemar_is_exact() -> None:
    assert statistics.mcnemar(0, 0) == 1
    assert statistics.mcnemar(0, 5) == 2 / 32
    assert statistics.mcnemar(1, 5) == 2 * 7 / 64
    assert statistics.mcnemar(3, 3) == 1


def test_the_permutation_test_is_exact_for_few_pairs_and_seeded_for_many() -> None:
    assert statistics.permutation([0.0, 0.0], seed=0) == 1
    assert statistics.permutation([1.0] * 5, seed=0) == 2 / 32
    assert statistics.permutation([1.0, 1.0, -1.0], seed=0) == 1
    many = [1.0] * 30 + [-1.0] * 10
    assert statistics.permutation(many, seed=3) == statistics.permutation(many, seed=3)
    assert 0.0005 < statistics.permutation(many, seed=3) < 0.01
