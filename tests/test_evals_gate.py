"""The gate: our suites over the samples, held against the pinned floors; and what the gate itself refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.library import Library
from evals import gate
from evals.errors import EvaluationError
from evals.evaluation import Plan, evaluate, ours
from evals.outcome import Outcome
from evals.statistics import Estimate


@pytest.fixture(scope="module")
def outcome(sample_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """All of our suites, asked once over the samples."""
    plan = Plan((), tmp_path_factory.mktemp("gate"), over_store=True)
    return evaluate(plan, sample_library.settings)


def test_no_metric_is_below_its_floor(outcome: Outcome) -> None:
    assert not outcome.broken
    assert [str(breach) for breach in gate.breaches(outcome, gate.read())] == []


def test_every_suite_has_floors() -> None:
    assert set(gate.read()["suites"]) == set(ours())


def test_every_lowered_floor_has_its_reason() -> None:
    assert all(entry["reason"] for entry in gate.read()["regressions"])


def test_every_case_was_put_and_none_broke(outcome: Outcome) -> None:
    assert sum(len(one.results) for one in outcome.suites) >= 440
    assert [r.record.error for one in outcome.suites for r in one.results if r.record.error is not None] == []


def changed(outcome: Outcome, suite: str, metric: str, value: float) -> Outcome:
    suites = [
        replace(one, metrics={**one.metrics, metric: Estimate(value, None, None, 1)})
        if one.suite.name == suite
        else one
        for one in outcome.suites
    ]
    return replace(outcome, suites=tuple(suites))


@pytest.fixture
def pinned(outcome: Outcome) -> Mapping[str, Any]:
    """Floors as this very run measures them."""
    return gate.updated(outcome, {"suites": {}}, None)


def test_what_was_measured_holds_against_itself(outcome: Outcome, pinned: Mapping[str, Any]) -> None:
    assert gate.breaches(outcome, pinned) == []


@pytest.mark.parametrize(("metric", "value"), [("figure_exact", 0.1), ("over_refusal", 0.9)])
def test_a_worse_metric_breaches_its_floor_alone(
    outcome: Outcome, pinned: Mapping[str, Any], metric: str, value: float
) -> None:
    (breach,) = gate.breaches(changed(outcome, "figures", metric, value), pinned)
    assert (breach.suite, breach.metric, breach.value) == ("figures", metric, value)


def test_a_floor_falls_only_with_a_reason_that_stays(outcome: Outcome, pinned: Mapping[str, Any]) -> None:
    worse = changed(outcome, "figures", "figure_exact", 0.1)
    with pytest.raises(EvaluationError, match="figures figure_exact"):
        gate.updated(worse, pinned, None)
    lowered = gate.updated(worse, pinned, "the form changed")
    assert gate.breaches(worse, lowered) == []
    (entry,) = lowered["regressions"]
    assert (entry["metric"], entry["to"], entry["reason"]) == ("figure_exact", 0.1, "the form changed")
    assert gate.updated(outcome, lowered, None)["regressions"] == [entry]


def test_changed_cases_must_be_pinned_anew(outcome: Outcome, pinned: Mapping[str, Any]) -> None:
    suites = tuple(replace(one, suite=replace(one.suite, digest="other")) for one in outcome.suites)
    found = gate.breaches(replace(outcome, suites=suites), pinned)
    assert {breach.metric for breach in found} == {"hash"}


def test_a_broken_floors_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "floors.json").write_text("[]", "utf-8")
    with pytest.raises(EvaluationError, match=r"floors\.json"):
        gate.read(tmp_path / "floors.json")
