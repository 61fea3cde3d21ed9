"""This run against an earlier one, case by case: what changed, and whether chance would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals import records, statistics
from evals.errors import at
from evals.records import Scored

COMPARED = (
    "passed",
    "figure_exact",
    "citation_precision",
    "citation_recall",
    "reason",
    "text_contains",
    "over_refusal",
)
"""The metrics that are compared, each over the cases where both runs have it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in both runs, over the same cases."""

    metric: str
    before: float
    after: float
    p_value: float
    """Of a paired permutation test on the difference."""
    cases: int

    @property
    def delta(self) -> float:
        """How much the metric rose."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """A suite against its baseline."""

    suite: str
    changes: tuple[Change, ...]
    mcnemar: float
    """The p-value that as many cases got worse as got better."""
    newly_failing: tuple[str, ...]
    newly_passing: tuple[str, ...]
    missing: tuple[str, ...]
    """Cases of the baseline that this run does not have."""
    added: tuple[str, ...]

    def dropped(self, min_delta: float) -> bool:
        """Whether the share of passed cases fell by more than `min_delta`."""
        return any(change.metric == "passed" and change.delta < -min_delta - 1e-12 for change in self.changes)


Table = Mapping[str, Mapping[str, float]]
"""case → metric → mean over the repeats."""


def baseline(file: Path) -> dict[str, Table]:
    """The measures of an earlier results.jsonl, by suite. Raises EvaluationError."""
    lines: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for item in records.read(file):
        if not isinstance(item.get("measures"), dict):
            raise at(file, None, "measures", "没有分数，不是 results.jsonl", "has no scores; give a results.jsonl")
        lines[str(item["suite"])].append(item)
    return {suite: _table((str(one["case"]), one["measures"]) for one in found) for suite, found in lines.items()}


def compare(suite: str, before: Table, results: Sequence[Scored], seed: int) -> Comparison:
    """Compare the cases that both runs have."""
    after = _table((one.case.id, one.score.ratios) for one in results)
    both = [case for case in after if case in before]
    worse = tuple(case for case in both if after[case]["passed"] < before[case].get("passed", 0.0))
    better = tuple(case for case in both if after[case]["passed"] > before[case].get("passed", 0.0))
    return Comparison(
        suite=suite,
        changes=tuple(change for metric in COMPARED if (change := _change(metric, before, after, both, seed))),
        mcnemar=statistics.mcnemar(len(worse), len(better)),
        newly_failing=worse,
        newly_passing=better,
        missing=tuple(case for case in before if case not in after),
        added=tuple(case for case in after if case not in before),
    )


def _change(metric: str, before: Table, after: Table, both: Sequence[str], seed: int) -> Change | None:
    pairs = [
        (before[case][metric], after[case][metric]) for case in both if metric in before[case] and metric in after[case]
    ]
    if not pairs:
        return None
    p_value = statistics.permutation([new - old for old, new in pairs], seed)
    return Change(metric, _mean(old for old, _ in pairs), _mean(new for _, new in pairs), p_value, len(pairs))


def _table(rows: Iterable[tuple[str, Mapping[str, Sequence[float]]]]) -> dict[str, dict[str, float]]:
    sums: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for case, measures in rows:
        for name, (right, of) in measures.items():
            if of:
                sums[case][name].append(right / of)
    return {case: {name: _mean(values) for name, values in found.items()} for case, found in sums.items()}


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
