"""`baogao eval`: its options, the files it leaves, and its exit code.

Exit codes: 0 every threshold held · 3 one was missed · 1 a suite could not be run.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.options import positive, seconds, whole
from assistant.settings import Settings

if TYPE_CHECKING:
    from evals.evaluation import Plan

PASSED, BROKE, MISSED = 0, 1, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the parser the command's own options; `--store`, `--debug` and `--json` are common ones."""
    add = parser.add_argument
    add("suites", nargs="*", metavar="SUITE", help="suite files, or names of ours (default: all of ours)")
    add(
        "--out",
        type=Path,
        default=Path("eval-results"),
        metavar="DIR",
        help="the results' folder (default: eval-results)",
    )
    add("--limit", type=positive, metavar="N", help="ask only N cases of each suite, drawn with the seed")
    add("--seed", type=whole, default=0, metavar="S", help="of the draw and of the intervals (default: 0)")
    add("--repeat", type=positive, default=1, metavar="K", help="ask each case K times (default: 1)")
    add("--jobs", type=positive, default=1, metavar="J", help="ask this many at a time (default: 1)")
    add("--timeout", type=seconds, default=120.0, metavar="S", help="a case fails after S seconds (default: 120)")
    add(
        "--engine",
        action="append",
        metavar="NAME",
        help="what answers: embedded (the default) or a model; given again, each is compared with the first",
    )
    add("--baseline", type=Path, metavar="FILE", help="an earlier results.jsonl to compare with")
    add("--min-delta", type=float, default=0.0, metavar="X", help="fail when fewer pass than in the baseline, by more")
    add("--over-store", action="store_true", help="ask the store even where a suite brings its own reports")
    add("--score-only", action="store_true", help="score the stored answers again; ask nothing")
    add("--baselines", action="store_true", help="also measure plain retrieval beside Baogao's, on the same cases")
    add("--judge", metavar="COMMAND", help="also let a model judge: a program that reads a prompt and prints its reply")
    add(
        "--generate",
        type=positive,
        metavar="N",
        help="write a suite of about N cases over the store, then stop",
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Evaluate, write the files, print the summary. Raises EvaluationError when nothing can be run."""
    from evals import report
    from evals.evaluation import evaluate

    if options.generate is not None:
        return _generate(options, settings)
    outcomes = {}
    for plan in _plans(options):
        outcome = evaluate(plan, settings, say=lambda line: sys.stderr.write(f"baogao: {line}\n"))
        report.write(outcome, plan.out)
        outcomes[plan.engine] = outcome
        if not options.json and outcome.suites:
            sys.stdout.write((f"# {plan.engine}\n" if options.engine else "") + report.text(outcome) + "\n")
        sys.stderr.write(f"{plan.out / 'report.html'}\n")
    if options.json:
        summaries = {name: outcome.json() for name, outcome in outcomes.items()}
        one = next(iter(summaries.values()))
        _print_json(one if len(summaries) == 1 else {"engines": summaries})
    if any(outcome.broken for outcome in outcomes.values()):
        return BROKE
    return PASSED if all(outcome.passed for outcome in outcomes.values()) else MISSED


def _plans(options: argparse.Namespace) -> list[Plan]:
    """A run for each engine. Several get a folder each, and the first one's results are the baseline of the others."""
    engines = list(dict.fromkeys(options.engine or ["embedded"]))
    if len(engines) == 1:
        return [_plan(options, engines[0], options.out, options.baseline)]
    folders = [options.out / re.sub(r"[^\w.-]+", "-", engine) for engine in engines]
    first = folders[0] / "results.jsonl"
    return [
        _plan(options, engine, folder, options.baseline if folder == folders[0] else first)
        for engine, folder in zip(engines, folders, strict=True)
    ]


def _plan(options: argparse.Namespace, engine: str, out: Path, baseline: Path | None) -> Plan:
    from evals.evaluation import Plan
    from evals.progress import Progress
    from evals.runner import Options

    return Plan(
        suites=tuple(options.suites),
        out=out,
        asking=Options(options.limit, options.seed, options.repeat, options.jobs, options.timeout),
        baseline=baseline,
        min_delta=options.min_delta,
        over_store=options.over_store,
        score_only=options.score_only,
        baselines=options.baselines,
        engine=engine,
        judge=options.judge,
        progress=Progress(sys.stderr),
    )


def _print_json(document: object) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _generate(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.library import Library
    from evals.generate import write_suite

    with Library.open(settings) as library:
        file = write_suite(library, options.out, options.generate, options.seed)
    sys.stdout.write((json.dumps({"suite": str(file)}) if options.json else str(file)) + "\n")
    return PASSED
