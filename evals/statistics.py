"""Uncertainty: cluster bootstrap, paired tests, ranking of confidences. Everything random takes a seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
    names = sorted(set(clusters))
    place = {name: i for i, name in enumerate(names)}
    sums = np.zeros((len(names), 2))
    for part, cluster in zip(parts, clusters, strict=True):
        sums[place[cluster]] += part
    right, of = sums.sum(axis=0) if names else (0.0, 0.0)
    if not of:
        return None
    if len(names) < 2:
        return Estimate(float(right / of), None, None, len(parts))
    drawn = np.random.default_rng(seed).multinomial(len(names), [1 / len(names)] * len(names), RESAMPLES) @ sums
    drawn = drawn[drawn[:, 1] > 0]
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])
    return Estimate(float(right / of), float(low), float(high), len(parts))


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """The chance that a positive scores above a negative; ties count half. None without both kinds."""
    ups = np.array([score for score, is_up in zip(scores, positive, strict=True) if is_up])
    downs = np.array([score for score, is_up in zip(scores, positive, strict=True) if not is_up])
    if not len(ups) or not len(downs):
        return None
    above = float(np.sum(ups[:, None] > downs[None, :])) + 0.5 * float(np.sum(ups[:, None] == downs[None, :]))
    return above / (len(ups) * len(downs))


def macro_f1(pairs: Sequence[tuple[str, str]], nothing: str) -> float | None:
    """The mean F1 of every class that was expected; `nothing` is no class. None where no class was expected."""
    scores = []
    for label in sorted({wanted for wanted, _ in pairs} - {nothing}):
        right = sum(wanted == got == label for wanted, got in pairs)
        of = sum(wanted == label for wanted, _ in pairs) + sum(got == label for _, got in pairs)
        scores.append(2 * right / of)
    return sum(scores) / len(scores) if scores else None


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
