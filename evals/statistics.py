"""Uncertainty: cluster bootstrap, paired tests, ranking of confidences. Everything random takes a seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
PERMUTATIONS = 10_000
_EXACT_BELOW = 14
"""Up to this many differing pairs every assignment of signs is tried."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A metric with its 95 % interval; `of` is how many cases it rests on."""

    value: float
    low: float | None
    high: float | None
    of: int


def ratio(parts: Sequence[tuple[float, float]], clusters: Sequence[str], seed: int) -> Estimate | None:
    """Sum of the first parts over sum of the second, resampling whole clusters. None when there is nothing to divide.

    With fewer than two clusters there is no interval.
    """
    sums = _by_cluster([[float(x) for x in part] for part in parts], clusters)
    right, of = sums.sum(axis=0) if len(sums) else (0.0, 0.0)
    if not of:
        return None
    value = float(right / of)
    if len(sums) < 2:
        return Estimate(value, None, None, len(parts))
    drawn = _draws(len(sums), seed) @ sums
    drawn = drawn[drawn[:, 1] > 0]
    return Estimate(value, *_interval(drawn[:, 0] / drawn[:, 1]), len(parts))


def _by_cluster(rows: Sequence[Sequence[float]], clusters: Sequence[str]) -> NDArray[np.float64]:
    """The rows added up within each cluster, in the order of the clusters' names."""
    place = {name: i for i, name in enumerate(sorted(set(clusters)))}
    sums = np.zeros((len(place), len(rows[0]) if rows else 2))
    for row, cluster in zip(rows, clusters, strict=True):
        sums[place[cluster]] += row
    return sums


def _draws(clusters: int, seed: int) -> NDArray[np.float64]:
    """How often each cluster is in each resample: (RESAMPLES, clusters)."""
    drawn = np.random.default_rng(seed).multinomial(clusters, [1 / clusters] * clusters, RESAMPLES)
    return drawn.astype(np.float64)


def _interval(values: NDArray[np.float64]) -> tuple[float | None, float | None]:
    """The middle 95 % of the resampled values; none where no resample could be measured."""
    if not len(values):
        return None, None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def auroc(scores: Sequence[float], positive: Sequence[bool], clusters: Sequence[str], seed: int) -> Estimate | None:
    """The chance that a positive scores above a negative; ties count half. None without both kinds.

    The interval resamples whole clusters; there is none with fewer than two.
    """
    names = sorted(set(clusters))
    place = np.array([names.index(name) for name in clusters], dtype=np.intp)
    value, up = np.array(scores, dtype=np.float64), np.array(positive, dtype=bool)
    if not up.any() or up.all():
        return None
    above = np.zeros((len(names), len(names)))
    pairs = (value[up][:, None] > value[~up]) + 0.5 * (value[up][:, None] == value[~up])
    np.add.at(above, (place[up][:, None], place[~up][None, :]), pairs)
    ups, downs = (np.bincount(place[kind], minlength=len(names)) for kind in (up, ~up))
    found = float(above.sum() / (ups.sum() * downs.sum()))
    if len(names) < 2:
        return Estimate(found, None, None, len(scores))
    drawn = _draws(len(names), seed)
    of = (drawn @ ups) * (drawn @ downs)
    right = ((drawn @ above) * drawn).sum(axis=1)
    return Estimate(found, *_interval(right[of > 0] / of[of > 0]), len(scores))


def macro_f1(pairs: Sequence[tuple[str, str]], nothing: str, clusters: Sequence[str], seed: int) -> Estimate | None:
    """The mean F1 of every class that was expected; `nothing` is no class. None where no class was expected.

    A pair is (expected, got) and has its cluster at the same place. The interval resamples whole clusters; a class
    that a resample does not expect is left out of its mean. With fewer than two clusters there is no interval.
    """
    labels = sorted({wanted for wanted, _ in pairs} - {nothing})
    if not labels:
        return None
    rows = [
        [*(wanted == got == label for label in labels), *(wanted == label for label in labels),
         *(got == label for label in labels)]
        for wanted, got in pairs
    ]  # fmt: skip
    sums = _by_cluster([[float(x) for x in row] for row in rows], clusters)
    value = float(_mean_f1(sums.sum(axis=0, keepdims=True))[0])
    if len(sums) < 2:
        return Estimate(value, None, None, len(pairs))
    means = _mean_f1(_draws(len(sums), seed) @ sums)
    return Estimate(value, *_interval(means[~np.isnan(means)]), len(pairs))


def _mean_f1(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean F1 over the expected classes, NaN where there is none: (n, 3 x classes) of right, expected, got -> (n,)."""
    right, wanted, got = np.split(sums, 3, axis=1)
    expected = wanted > 0
    f1 = np.where(expected, 2 * right / np.maximum(wanted + got, 1), 0.0)
    of = expected.sum(axis=1)
    return np.where(of > 0, f1.sum(axis=1) / np.maximum(of, 1), np.nan)


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool]) -> list[tuple[float, float]]:
    """(coverage, risk) after each level of confidence, from the surest answers down; equal confidences go together."""
    order = sorted(zip(confidences, wrong, strict=True), key=lambda pair: -pair[0])
    points, bad = [], 0
    for i, (confidence, is_wrong) in enumerate(order, 1):
        bad += is_wrong
        if i == len(order) or order[i][0] != confidence:
            points.append((i / len(order), bad / i))
    return points


def area(points: Sequence[tuple[float, float]]) -> float | None:
    """The area under the risk-coverage steps: the mean risk over coverage. Lower is better."""
    if not points:
        return None
    total, before = 0.0, 0.0
    for coverage, risk in points:
        total += (coverage - before) * risk
        before = coverage
    return total


def percentile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile; `share` lies between 0 and 1."""
    if not values:
        return None
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def mcnemar(lost: int, won: int) -> float:
    """The exact two-sided p-value that as many pairs changed one way as the other."""
    n = lost + won
    tail: float = sum(math.comb(n, i) for i in range(min(lost, won) + 1)) / 2.0**n
    return min(1.0, 2 * tail)


def permutation(differences: Sequence[float], seed: int) -> float:
    """The two-sided p-value of a paired permutation test on the mean difference."""
    moved = np.array([one for one in differences if one])
    if not len(moved):
        return 1.0
    seen = abs(moved.sum()) - 1e-12
    if len(moved) <= _EXACT_BELOW:
        signs = 1 - 2 * ((np.arange(2 ** len(moved))[:, None] >> np.arange(len(moved))) & 1)
        return float((abs(signs @ moved) >= seen).mean())
    signs = np.random.default_rng(seed).choice([-1, 1], size=(PERMUTATIONS, len(moved)))
    return float(((abs(signs @ moved) >= seen).sum() + 1) / (PERMUTATIONS + 1))
