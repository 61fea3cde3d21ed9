"""What an evaluation leaves in its folder: results.jsonl, summary.json, junit.xml and report.html."""

from __future__ import annotations

import json
from pathlib import Path

from evals.junit import junit
from evals.names import TITLES
from evals.outcome import Outcome, SuiteOutcome
from evals.page import page
from evals.records import write_results
from evals.statistics import Estimate

_LINES = (
    *("passed", "figure_exact", "reason", "lead", "text_contains", "citation_precision", "citation_recall", "cell_f1"),
    *("refusal_precision", "refusal_recall", "over_refusal", "verdict", "verdict_f1", "correct_value"),
    *("finding_precision", "finding_recall", "false_alarm", "tokens_in", "tokens_out", "cost"),
    *("judge_faithfulness", "judge_completeness", "judge_failed"),
    *("errors", "latency_p50", "latency_p95"),
)
_MOST_NAMED = 10
"""Failing cases that a terminal is shown; the page has them all."""


def write(outcome: Outcome, folder: Path) -> None:
    """Write the four files."""
    write_results(folder / "results.jsonl", (result for one in outcome.suites for result in one.results))
    summary = json.dumps(outcome.json(), ensure_ascii=False, indent=2) + "\n"
    (folder / "summary.json").write_text(summary, "utf-8")
    (folder / "junit.xml").write_text(junit(outcome), "utf-8")
    (folder / "report.html").write_text(page(outcome), "utf-8")


def text(outcome: Outcome) -> str:
    """The suites that were run, for a terminal; why one could not be run is said while it runs."""
    return "\n".join(line for one in outcome.suites for line in _suite(one))


def _suite(one: SuiteOutcome) -> list[str]:
    lines = [f"{one.suite.title}  ({len(one.results)})"]
    for name in _LINES:
        if name in one.metrics and (name != "errors" or one.metrics[name].value):
            lines.append(f"  {TITLES[name][0]} {TITLES[name][1]}: {_shown(one.metrics[name])}")
    lines += [f"  ✗ {f.case.id} {f.score.why[0]}" for f in one.failing[:_MOST_NAMED]]
    if len(one.failing) > _MOST_NAMED:
        lines.append(f"  … 共 {len(one.failing)} 题未通过 / {len(one.failing)} cases failed")
    for check in one.checks:
        if not check.passed:
            lines.append(f"  ✗ {check.bound.metric} {check.value} ∉ [{check.bound.low}, {check.bound.high}]")
    if one.comparison is not None:
        found = one.comparison
        lines.append(f"  − {', '.join(found.newly_failing) or '—'}  + {', '.join(found.newly_passing) or '—'}"
                     f"  McNemar p={found.mcnemar:.3f}")  # fmt: skip
    for side in one.beside:
        values = "  ".join(f"{name} {value:.3f}" for name, value in side.metrics.items())
        ingest = "" if side.ingest_seconds is None else f"  ingest {side.ingest_seconds:.1f} s"
        unread = f"  unread: {', '.join(side.unread)}" if side.unread else ""
        lines.append(f"  {side.system} ({side.cases}): {values}  p50 {side.latency_p50 * 1000:.1f} ms{ingest}{unread}")
    return lines


def _shown(found: Estimate) -> str:
    band = "" if found.low is None else f" [{found.low:.3f}, {found.high:.3f}]"
    return f"{found.value:.3f}{band}"
