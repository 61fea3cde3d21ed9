"""A whole evaluation as one value: what the reports, the exit code and the gate are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals import metrics
from evals.baselines import Side
from evals.compare import Comparison
from evals.dataset import Suite
from evals.metrics import Check
from evals.records import Scored
from evals.runner import Configuration
from evals.statistics import Estimate


@dataclass(frozen=True, slots=True)
class SuiteOutcome:
    """A suite's results and what was measured on them."""

    suite: Suite
    config: Configuration | None
    """None when stored answers were scored again."""
    results: tuple[Scored, ...]
    metrics: dict[str, Estimate]
    by_tag: dict[str, dict[str, Estimate]]
    by_operation: dict[str, dict[str, Estimate]]
    checks: tuple[Check, ...]
    comparison: Comparison | None = None
    beside: tuple[Side, ...] = ()
    """Retrieval baselines, where they were asked for."""

    @property
    def failing(self) -> list[Scored]:
        """The answers that did not pass."""
        return [one for one in self.results if not one.score.passed]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation found."""

    suites: tuple[SuiteOutcome, ...]
    broken: tuple[str, ...]
    """Suites that could not be run, one sentence each."""
    min_delta: float
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether every threshold holds and nothing fell below its baseline."""
        held = all(check.passed for one in self.suites for check in one.checks)
        return held and not any(one.comparison and one.comparison.dropped(self.min_delta) for one in self.suites)

    def json(self) -> dict[str, Any]:
        """The summary, as printed and as written to summary.json."""
        return {
            "passed": self.passed and not self.broken,
            "seconds": self.seconds,
            "broken": list(self.broken),
            "suites": [_suite_json(one, self.min_delta) for one in self.suites],
        }


def suite_outcome(
    suite: Suite,
    results: Sequence[Scored],
    seed: int,
    *,
    config: Configuration | None = None,
    comparison: Comparison | None = None,
    beside: Sequence[Side] = (),
) -> SuiteOutcome:
    """Measure a suite's results."""
    found = metrics.measure(results, seed)
    return SuiteOutcome(
        suite=suite,
        config=config,
        results=tuple(results),
        metrics=found,
        by_tag=metrics.by(results, lambda one: one.case.tags, seed),
        by_operation=metrics.by(results, lambda one: [one.case.operation or "other"], seed),
        checks=tuple(metrics.checks(suite.thresholds, found)),
        comparison=comparison,
        beside=tuple(beside),
    )


def _suite_json(one: SuiteOutcome, min_delta: float) -> dict[str, Any]:
    return {
        "suite": one.suite.name,
        "title": one.suite.title,
        "suite_hash": one.suite.digest,
        "configuration": asdict(one.config) if one.config else None,
        "answers": len(one.results),
        "metrics": _metrics_json(one.metrics),
        "by_operation": {name: _metrics_json(found) for name, found in one.by_operation.items()},
        "by_tag": {name: _metrics_json(found) for name, found in one.by_tag.items()},
        "thresholds": [
            {"metric": c.bound.metric, "min": c.bound.low, "max": c.bound.high, "value": c.value, "passed": c.passed}
            for c in one.checks
        ],
        "baseline": _comparison_json(one.comparison, min_delta),
        "baselines": [asdict(side) for side in one.beside],
        "failing": [
            {"case": f.case.id, "repeat": f.record.repeat, "question": f.case.question, "why": list(f.score.why)}
            for f in one.failing
        ],
    }


def _metrics_json(found: dict[str, Estimate]) -> dict[str, Any]:
    return {name: {key: _rounded(value) for key, value in asdict(one).items()} for name, one in found.items()}


def _comparison_json(comparison: Comparison | None, min_delta: float) -> dict[str, Any] | None:
    if comparison is None:
        return None
    changes = [{**asdict(change), "delta": _rounded(change.delta)} for change in comparison.changes]
    return {**asdict(comparison), "changes": changes, "dropped": comparison.dropped(min_delta)}


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if isinstance(value, float) else value
