"""Metrics over the scored answers of a suite, with 95 % intervals clustered by report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Status
from evals import statistics
from evals.cases import Bound, Kind
from evals.names import TITLES
from evals.records import Scored
from evals.staff_scoring import NOTHING
from evals.statistics import Estimate


@dataclass(frozen=True, slots=True)
class Check:
    """A threshold against what was measured. A metric that was not measured misses its threshold."""

    bound: Bound
    value: float | None

    @property
    def passed(self) -> bool:
        """Whether the threshold holds."""
        return self.value is not None and self.bound.holds(self.value)


def measure(results: Sequence[Scored], seed: int) -> dict[str, Estimate]:
    """Every metric that applies to these results."""
    groups = [one.case.group for one in results]
    names = dict.fromkeys(name for one in results for name in one.score.ratios)
    found: dict[str, Estimate] = {}
    for name in names:
        chosen = [(one.score.ratios[name], group) for one, group in zip(results, groups, strict=True)
                  if name in one.score.ratios]  # fmt: skip
        estimate = statistics.ratio([part for part, _ in chosen], [group for _, group in chosen], seed)
        if estimate is not None:
            found[name] = estimate
    if "refusal_recall" not in found:  # Where everything has an answer, every refusal is wrong: over-refusal says it.
        found.pop("refusal_precision", None)
    for name, interval in (*_classes(results, seed), *_confidences(results, seed)):
        if interval is not None:
            found[name] = interval
    answered = [one for one in results if one.record.answer.get("status") == Status.ANSWERED]
    for name, number in (("aurc", statistics.area(curve(answered))), *_runs(results), *_usage(results)):
        if number is not None:
            found[name] = Estimate(number, None, None, len(results))
    return {name: found[name] for name in TITLES if name in found}


def _classes(results: Sequence[Scored], seed: int) -> Iterable[tuple[str, Estimate | None]]:
    for name in ("verdict_f1", "finding_f1"):
        labelled = [(pair, one.case.group) for one in results for pair in one.score.labels.get(name, ())]
        pairs, groups = [pair for pair, _ in labelled], [group for _, group in labelled]
        yield name, statistics.macro_f1(pairs, NOTHING, groups, seed)


def _usage(results: Sequence[Scored]) -> Iterable[tuple[str, float | None]]:
    """What a model used; nothing where none was asked. Costs are added up, tokens averaged over all answers."""
    used = [usage for one in results if isinstance(usage := one.record.answer.get("usage"), Mapping)]
    if used:
        for name, key in (("tokens_in", "input_tokens"), ("tokens_out", "output_tokens")):
            yield name, sum(float(one.get(key) or 0) for one in used) / len(results)
        if any(one.get("cost") is not None for one in used):
            yield "cost", sum(float(one.get("cost") or 0) for one in used)


def _confidences(results: Sequence[Scored], seed: int) -> Iterable[tuple[str, Estimate | None]]:
    asked = [one for one in results if one.case.kind is Kind.QUESTION]
    answered = [one for one in asked if one.record.answer.get("status") == Status.ANSWERED]
    for name, chosen, positive in (
        ("auroc_answerable", asked, [answerable(one) for one in asked]),
        ("auroc_correct", answered, [one.score.passed for one in answered]),
    ):
        groups = [one.case.group for one in chosen]
        yield name, statistics.auroc([_confidence(one) for one in chosen], positive, groups, seed)


def curve(results: Sequence[Scored]) -> list[tuple[float, float]]:
    """The risk-coverage points of the answered cases."""
    answered = [one for one in results if one.record.answer.get("status") == Status.ANSWERED]
    return statistics.risk_coverage([_confidence(one) for one in answered], [not one.score.passed for one in answered])


def answerable(one: Scored) -> bool:
    """Whether the case has an answer."""
    return Status.ANSWERED in one.case.expect.statuses


def _confidence(one: Scored) -> float:
    return float(one.record.answer.get("confidence") or 0.0)


def _runs(results: Sequence[Scored]) -> Iterable[tuple[str, float | None]]:
    verdicts: dict[str, list[bool]] = defaultdict(list)
    for one in results:
        verdicts[one.case.id].append(one.score.passed)
    if any(len(repeats) > 1 for repeats in verdicts.values()):
        yield "agreement", sum(len(set(repeats)) == 1 for repeats in verdicts.values()) / len(verdicts)
    if results:
        yield "errors", sum(one.record.error is not None for one in results) / len(results)
    seconds = [one.record.seconds for one in results if one.record.error is None]
    yield "latency_p50", statistics.percentile(seconds, 0.5)
    yield "latency_p95", statistics.percentile(seconds, 0.95)


def by(
    results: Sequence[Scored], labels: Callable[[Scored], Iterable[str]], seed: int
) -> dict[str, dict[str, Estimate]]:
    """The metrics of each label's results, in the order of the labels' names."""
    parts: dict[str, list[Scored]] = defaultdict(list)
    for one in results:
        for label in labels(one):
            parts[label].append(one)
    return {label: measure(parts[label], seed) for label in sorted(parts)}


def checks(bounds: Sequence[Bound], found: dict[str, Estimate]) -> list[Check]:
    """Each threshold against the metrics."""
    return [Check(one, found[one.metric].value if one.metric in found else None) for one in bounds]
