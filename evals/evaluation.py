"""From suites to an Outcome: ask, score, measure, compare. A suite that cannot be run costs the others nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.errors import BaogaoError
from assistant.settings import Settings
from evals import baselines, compare, records, runner
from evals.compare import Table
from evals.dataset import SUITES, Suite, load
from evals.engine import EMBEDDED, engine
from evals.errors import EvaluationError
from evals.judge import Judge, program
from evals.libraries import Libraries
from evals.outcome import Outcome, SuiteOutcome, suite_outcome
from evals.runner import Options


@dataclass(frozen=True, slots=True)
class Plan:
    """What to evaluate, how, and where the results go."""

    suites: tuple[str, ...]
    """Files, or names of ours; none means all of ours."""
    out: Path
    asking: Options = field(default_factory=Options)
    baseline: Path | None = None
    min_delta: float = 0.0
    over_store: bool = False
    score_only: bool = False
    baselines: bool = False
    engine: str = EMBEDDED
    judge: str | None = None
    """The command of a program that judges answers."""
    progress: runner.Progress | None = None


def evaluate(plan: Plan, settings: Settings, say: Callable[[str], object] | None = None) -> Outcome:
    """Run every suite that can be run; `say` is told in one line why one cannot.

    Raises EvaluationError when the baseline or the stored answers cannot be read, or the judge is not there.
    """
    started = time.perf_counter()
    try:
        plan.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluationError(f"--out {plan.out}：不能写入 / cannot be written to: {error.strerror}") from None
    before = compare.baseline(plan.baseline) if plan.baseline else {}
    judge = _judge(plan)
    answers = records.Answers(plan.out / "answers.jsonl")
    done: list[SuiteOutcome] = []
    broken: list[str] = []
    with Libraries(settings, over_store=plan.over_store) as libraries:
        for name in plan.suites or ours():
            try:
                done.append(_suite(load(name), plan, libraries, answers, before=before, judge=judge))
                if plan.baseline and done[-1].comparison is None and say is not None:
                    say(f"{name}：{plan.baseline} 里没有它的结果，未作比较 / not in the baseline: not compared")
            except BaogaoError as error:
                broken.append(str(error))
                if say is not None:
                    say(str(error))
    return Outcome(tuple(done), tuple(broken), plan.min_delta, round(time.perf_counter() - started, 2))


def _judge(plan: Plan) -> Judge | None:
    if plan.judge is None:
        return None
    return Judge(program(plan.judge, plan.asking.limit_s or 120.0), plan.judge, plan.out / "judgements.jsonl")


def ours() -> list[str]:
    """The names of our own suites."""
    return sorted(file.stem for file in SUITES.glob("*.yaml"))


def _suite(
    suite: Suite,
    plan: Plan,
    libraries: Libraries,
    answers: records.Answers,
    *,
    before: Mapping[str, Table],
    judge: Judge | None,
) -> SuiteOutcome:
    seed = plan.asking.seed
    config, library, beside = None, None, list[baselines.Side]()
    if plan.score_only:
        given = answers.of(suite.name)
        if not given:
            raise EvaluationError(
                f"{suite.name}：{plan.out} 里没有它的回答 / {plan.out} holds no answers of it to score"
            )
    else:
        library = libraries.of(suite)
        config = runner.configuration(library, seed, plan.engine)
        measured = engine(plan.engine, library, suite.reports)
        given = runner.answer(suite, measured, config.answering, answers, plan.asking, plan.progress)
    results = records.scored(suite, given)
    if judge is not None:
        results = judge.judged(results)
        config = replace(config, judge=judge.label) if config is not None else None
    if library is not None and plan.baselines:
        beside = baselines.side_by_side(library, suite, results, plan.out / "trec")
    earlier = before.get(suite.name)
    comparison = None if earlier is None else compare.compare(suite.name, earlier, results, seed)
    return suite_outcome(suite, results, seed, config=config, comparison=comparison, beside=beside)
