"""A run: what is asked, what is kept, what is compared, what is written, and the exit code."""

from __future__ import annotations

import argparse
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.answer import Question, Scope
from assistant.library import Library
from assistant.settings import Settings
from bench.scripted_model import Asked, Reply, honest, serving
from evals import compare, records, report, runner
from evals.cases import Audited
from evals.command import add_arguments, run
from evals.dataset import Suite, load
from evals.engine import Engine
from evals.errors import EvaluationError
from evals.evaluation import Plan, evaluate
from evals.outcome import Outcome, suite_outcome
from evals.records import Answers, Scored
from evals.runner import Options

LINES: list[dict[str, Any]] = [
    {"id": f"n{i}", "question": f"第{i}个数？", "tags": ["odd" if i % 2 else "even"],
     "expect": {"status": "answered", "figures": [{"value": str(i), "unit": "件"}]}}
    for i in range(6)
]  # fmt: skip
TALK: list[dict[str, Any]] = [
    {"id": f"t{i}", "question": words, "conversation": "c", "expect": {"status": "answered", "text": [said]}}
    for i, (words, said) in enumerate([("你好", "0轮"), ("然后呢", "1轮"), ("还有呢", "2轮")])
]


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """Six questions for a number, and one conversation of three turns."""
    return load(suite_file(tmp_path))


def suite_file(folder: Path, *, thresholds: str = "{}", name: str = "mine") -> Path:
    lines = "\n".join(json.dumps(line, ensure_ascii=False) for line in [*LINES, *TALK])
    (folder / "cases.jsonl").write_text(lines, "utf-8")
    file = folder / f"{name}.yaml"
    file.write_text(f"suite: {name}\ncases: cases.jsonl\nthresholds: {thresholds}\n", "utf-8")
    return file


class Counting:
    """A program that answers the questions of this file, and remembers what it was asked."""

    def __init__(self, wrong: frozenset[str] = frozenset(), failing: frozenset[str] = frozenset()) -> None:
        self.asked: list[Question] = []
        self._wrong, self._failing = wrong, failing

    def check(self, draft: str, scope: Scope) -> dict[str, Any]:
        raise NotImplementedError

    def audit(self, audited: Audited) -> dict[str, Any]:
        raise NotImplementedError

    def ask(self, question: Question) -> dict[str, Any]:
        self.asked.append(question)
        if question.text in self._failing:
            raise TimeoutError("the model did not answer")
        number = "".join(filter(str.isdigit, question.text))
        value = str(int(number) * 10 + 7) if question.text in self._wrong else number
        figures = [{"value": value, "unit": "件", "status": "reported"}] if number else []
        return {"status": "answered", "answer": f"{len(question.history)}轮", "figures": figures, "confidence": 0.9}


def answered(suite: Suite, engine: Engine, folder: Path, options: Options | None = None) -> list[Scored]:
    found = runner.answer(suite, engine, "key", Answers(folder / "answers.jsonl"), options or Options())
    return records.scored(suite, found)


def test_a_second_run_asks_nothing_and_scores_the_same(suite: Suite, tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    before, after = answered(suite, first, tmp_path), answered(suite, second, tmp_path)
    assert len(first.asked) == 9
    assert second.asked == []
    assert [one.json() for one in before] == [one.json() for one in after]
    assert all(one.score.passed for one in before)


def test_another_configuration_asks_anew(suite: Suite, tmp_path: Path) -> None:
    answers = Answers(tmp_path / "answers.jsonl")
    runner.answer(suite, Counting(), "one", answers, Options())
    again = Counting()
    runner.answer(suite, again, "two", answers, Options())
    assert len(again.asked) == 9


def test_a_killed_run_goes_on_where_it_stopped(suite: Suite, tmp_path: Path) -> None:
    answered(suite, Counting(), tmp_path)
    file = tmp_path / "answers.jsonl"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:4]) + lines[4][:30], "utf-8")
    again = Counting()
    assert all(one.score.passed for one in answered(suite, again, tmp_path))
    assert len(again.asked) == 5
    assert len(file.read_text("utf-8").splitlines()) == 9


def test_a_conversation_is_told_what_was_really_answered(suite: Suite, tmp_path: Path) -> None:
    ask = Counting()
    answered(suite, ask, tmp_path)
    last = next(question for question in ask.asked if question.text == "还有呢")
    assert [(turn.question, turn.answer) for turn in last.history] == [("你好", "0轮"), ("然后呢", "1轮")]


def test_a_question_that_fails_costs_the_others_nothing_and_is_asked_again(suite: Suite, tmp_path: Path) -> None:
    found = answered(suite, Counting(failing=frozenset({"第3个数？"})), tmp_path)
    failed = [one for one in found if not one.score.passed]
    assert [one.case.id for one in failed] == ["n3"]
    assert failed[0].score.why == ("error: TimeoutError: the model did not answer",)
    again = Counting()
    assert all(one.score.passed for one in answered(suite, again, tmp_path))
    assert [question.text for question in again.asked] == ["第3个数？"]


def test_a_model_that_hangs_costs_only_the_cases_where_it_hangs(suite: Suite, tmp_path: Path) -> None:
    release = threading.Event()

    class Hanging(Counting):
        def ask(self, question: Question) -> dict[str, Any]:
            if question.text in ("第2个数？", "然后呢"):
                release.wait(30)
            return super().ask(question)

    started = time.perf_counter()
    found = answered(suite, Hanging(), tmp_path, Options(limit_s=0.2))
    release.set()
    assert time.perf_counter() - started < 10
    failed = {one.case.id: one.score.why[0] for one in found if not one.score.passed}
    assert failed.keys() == {"n2", "t1"}
    assert all(why.startswith("error: TimeoutError") and "0.2" in why for why in failed.values())
    assert all(one.score.passed for one in answered(suite, Counting(), tmp_path))


def test_what_a_model_used_is_added_up(suite: Suite, tmp_path: Path) -> None:
    class Model(Counting):
        def ask(self, question: Question) -> dict[str, Any]:
            usage = {"calls": 1, "input_tokens": 100, "output_tokens": 20, "cost": "0.002"}
            return {**super().ask(question), "usage": usage}

    found = suite_outcome(suite, answered(suite, Model(), tmp_path), 0).metrics
    assert (found["tokens_in"].value, found["tokens_out"].value) == (100, 20)
    assert found["cost"].value == pytest.approx(9 * 0.002)
    (tmp_path / "plain").mkdir()
    assert "cost" not in suite_outcome(suite, answered(suite, Counting(), tmp_path / "plain"), 0).metrics


def test_a_limit_draws_whole_conversations_with_the_seed(suite: Suite) -> None:
    def drawn(seed: int) -> list[str]:
        return [case.id for unit in runner.units(suite, Options(limit=3, seed=seed)) for case in unit]

    draws = [drawn(seed) for seed in range(20)]
    assert draws == [drawn(seed) for seed in range(20)]
    assert len({tuple(draw) for draw in draws}) > 5
    for draw in draws:
        assert 3 <= len(draw) <= 5
        assert {"t0", "t1", "t2"} <= set(draw) or not {"t0", "t1", "t2"} & set(draw)


def test_repeats_and_jobs_give_the_same_scores(suite: Suite, tmp_path: Path) -> None:
    one = answered(suite, Counting(), tmp_path)
    (tmp_path / "more").mkdir()
    more = answered(suite, Counting(), tmp_path / "more", Options(repeat=2, jobs=3))
    assert len(more) == 18
    assert [x.case.id for x in more[:9]] == [x.case.id for x in one]
    found = suite_outcome(suite, more, 0)
    assert found.metrics["agreement"].value == 1
    assert found.metrics["passed"].value == 1


def test_a_baseline_shows_what_changed(suite: Suite, tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    before = answered(suite, Counting(wrong=frozenset({"第1个数？"})), tmp_path / "before")
    records.write_results(tmp_path / "results.jsonl", before)
    after = answered(suite, Counting(wrong=frozenset({"第2个数？", "第4个数？"})), tmp_path)
    table = compare.baseline(tmp_path / "results.jsonl")["mine"]
    found = compare.compare("mine", table, after, seed=0)
    assert (found.newly_failing, found.newly_passing) == (("n2", "n4"), ("n1",))
    assert found.mcnemar == 1
    passed = next(change for change in found.changes if change.metric == "passed")
    assert passed.before == pytest.approx(8 / 9)
    assert passed.after == pytest.approx(7 / 9)
    assert passed.cases == 9
    assert found.dropped(0.0)
    assert found.dropped(0.1)
    assert not found.dropped(0.12)


def test_a_baseline_that_is_no_results_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"suite": "x", "case": "a", "repeat": 0}\n', "utf-8")
    with pytest.raises(EvaluationError, match="results"):
        compare.baseline(tmp_path / "a.jsonl")
    with pytest.raises(EvaluationError, match="cannot be read"):
        compare.baseline(tmp_path / "none.jsonl")
    (tmp_path / "b.jsonl").write_text('{"suite"\n{}\n', "utf-8")
    with pytest.raises(EvaluationError, match=r"b\.jsonl:1"):
        compare.baseline(tmp_path / "b.jsonl")


HOSTILE = "<script>alert(1)</script><img src='http://evil.example/x.png'>\x0b&"


@pytest.fixture
def outcome(suite: Suite, tmp_path: Path) -> Outcome:
    """An outcome whose case, answer and complaint are hostile."""
    case = replace(suite.cases[0], question=HOSTILE, tags=(HOSTILE,))
    hostile = replace(suite, title=HOSTILE, cases=(case, *suite.cases[1:]))

    class Hostile(Counting):
        def ask(self, question: Question) -> dict[str, Any]:
            citation = {"n": 1, "file": HOSTILE, "cell": None, "quote": HOSTILE}
            return {"status": "answered", "answer": HOSTILE, "figures": [], "citations": [citation]}

    results = answered(hostile, Hostile(), tmp_path)
    table = {one.case.id: {"passed": 1.0} for one in results}
    comparison = compare.compare("mine", table, results, 0)
    return Outcome((suite_outcome(hostile, results, 0, comparison=comparison),), (HOSTILE,), 0.0, 1.0)


def test_the_page_escapes_everything_and_loads_nothing(outcome: Outcome, tmp_path: Path) -> None:
    report.write(outcome, tmp_path)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "<img" not in page
    assert not re.findall(r"""<[^>]*\b(?:src|href|action|style)\s*=""", page)
    assert not re.findall(r"url\(|@import|<link|<iframe|<object", page)
    assert "Evaluation report" in page
    assert "评测报告" in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page


def test_junit_and_summary_can_be_read_back(outcome: Outcome, tmp_path: Path) -> None:
    report.write(outcome, tmp_path)
    root = ElementTree.parse(tmp_path / "junit.xml").getroot()
    counts = [(s.get("name"), s.get("tests"), s.get("failures"), s.get("errors")) for s in root]
    assert counts == [("mine", "9", "9", "0"), ("broken", "1", "0", "1")]
    summary = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert summary["passed"] is False
    (suite,) = summary["suites"]
    assert suite["metrics"]["passed"]["value"] == 0
    assert len(suite["failing"]) == 9
    assert suite["baseline"]["dropped"] is True
    assert len((tmp_path / "results.jsonl").read_text("utf-8").splitlines()) == 9
    assert "mine" not in report.text(outcome) or HOSTILE in report.text(outcome)


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    add_arguments(parser)
    return parser.parse_args(arguments)


@pytest.fixture
def store(sample_library: Library) -> Iterator[Settings]:
    """The settings of the sample library, as a store."""
    yield sample_library.settings


def real_suite(folder: Path, value: str, minimum: float) -> Path:
    """One question about the samples, with this expectation."""
    expect = {"status": "answered", "figures": [{"value": value, "unit": "件"}]}
    case = {"id": "a", "question": "霁川市2021年新收多少件政府信息公开申请？", "expect": expect}
    (folder / "real.jsonl").write_text(json.dumps(case, ensure_ascii=False), "utf-8")
    file = folder / "real.yaml"
    file.write_text(f"suite: real\ncases: real.jsonl\nthresholds: {{passed: {{min: {minimum}}}}}\n", "utf-8")
    return file


def test_exit_codes(tmp_path: Path, store: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    out = ("--out", str(tmp_path / "out"), "--json")
    assert run(options(str(real_suite(tmp_path, "2604", 1)), *out), store) == 0
    found = json.loads(capsys.readouterr().out)
    configuration = found["suites"][0]["configuration"]
    assert {"version", "code", "library", "embedder", "engine", "seed", "date", "machine"} <= configuration.keys()
    assert run(options(str(real_suite(tmp_path, "2640", 1)), *out), store) == 3
    capsys.readouterr()
    mixed = (str(tmp_path / "none.yaml"), str(real_suite(tmp_path, "2604", 1)))
    assert run(options(*mixed, *out), store) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["suites"][0]["metrics"]["passed"]["value"] == 1
    assert "none.yaml" in printed.err
    assert "Traceback" not in printed.err
    assert run(options(*mixed, "--out", str(tmp_path / "out")), store) == 1
    printed = capsys.readouterr()
    assert (printed.out.count("none.yaml"), printed.err.count("none.yaml")) == (0, 1)


def test_a_missing_library_is_one_clear_line(tmp_path: Path) -> None:
    plan = Plan((str(real_suite(tmp_path, "1", 1)),), tmp_path / "out")
    said: list[str] = []
    outcome = evaluate(plan, Settings(store=tmp_path / "nothing"), say=said.append)
    assert outcome.suites == ()
    assert len(said) == 1
    assert said[0].startswith("real：")


def test_stored_answers_are_scored_again_without_a_library(tmp_path: Path, store: Settings) -> None:
    file, out = real_suite(tmp_path, "2640", 1), tmp_path / "out"
    assert not evaluate(Plan((str(file),), out), store).passed
    real_suite(tmp_path, "2604", 1)
    again = evaluate(Plan((str(file),), out, score_only=True), Settings(store=tmp_path / "nothing"))
    assert again.passed
    assert again.suites[0].metrics["passed"].value == 1


def test_importing_the_command_is_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, evals.command; print([m for m in ('numpy', 'sqlalchemy', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_engines_answer_side_by_side(tmp_path: Path, store: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ("--engine", "embedded", "--engine", "openai:scripted", "--out", str(tmp_path / "out"), "--json")
    suite = str(real_suite(tmp_path, "2604", 1))
    with serving(honest) as url:
        assert run(options(suite, *chosen), replace(store, llm_base_url=url, llm_timeout=30.0)) == 0
    engines = json.loads(capsys.readouterr().out)["engines"]
    assert list(engines) == ["embedded", "openai:scripted"]
    asked = {name: found["suites"][0]["configuration"]["prompts"] for name, found in engines.items()}
    assert asked["embedded"] == "none" and "phrase@" in asked["openai:scripted"]
    assert engines["openai:scripted"]["suites"][0]["baseline"]["newly_failing"] == []
    answers = (tmp_path / "out" / "openai-scripted" / "answers.jsonl").read_text("utf-8")
    assert '"openai:scripted"' in answers


def test_an_engine_that_is_none_is_said_in_one_line(
    tmp_path: Path, store: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ("--engine", "nobody:x", "--out", str(tmp_path / "out"))
    assert run(options(str(real_suite(tmp_path, "2604", 1)), *chosen), store) == 1
    assert "nobody:x" in capsys.readouterr().err


def test_a_server_that_hangs_on_one_case_costs_that_case(
    tmp_path: Path, store: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Over loopback, through the real client: the model hangs longer than a case may take."""

    def hanging(asked: Asked) -> Reply:
        return Reply(fault="timeout") if "2022" in asked.user else honest(asked)

    cases = [
        {"id": f"y{year}", "question": f"霁川市{year}年新收多少件政府信息公开申请？", "expect": {"status": "answered"}}
        for year in (2020, 2021, 2022)
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in cases), "utf-8")
    (tmp_path / "hang.yaml").write_text("suite: hang\ncases: cases.jsonl\nthresholds: {errors: {max: 0}}\n", "utf-8")
    out = str(tmp_path / "out")
    asked = (str(tmp_path / "hang.yaml"), "--engine", "openai:scripted", "--timeout", "3", "--out", out)
    started = time.perf_counter()
    with serving(hanging, pause=20.0) as url:
        assert run(options(*asked, "--json"), replace(store, llm_base_url=url, llm_timeout=60.0)) == 3
        assert time.perf_counter() - started < 15
    (suite,) = json.loads(capsys.readouterr().out)["suites"]
    assert [one["case"] for one in suite["failing"]] == ["y2022"]
    assert "TimeoutError" in suite["failing"][0]["why"][0]
    assert (suite["metrics"]["errors"]["value"], suite["metrics"]["over_refusal"]["value"]) == (0.3333, 0)
    kept = (tmp_path / "out" / "answers.jsonl").read_text("utf-8")
    assert kept.count('"engine": "openai:scripted"') == 2
    with serving(honest) as url:  # asked again: the others are kept
        assert run(options(*asked, "--json"), replace(store, llm_base_url=url, llm_timeout=60.0)) == 0


def test_what_cannot_be_scored_written_or_compared_is_said(tmp_path: Path, store: Settings) -> None:
    file = str(real_suite(tmp_path, "2604", 1))
    said: list[str] = []
    outcome = evaluate(Plan((file,), tmp_path / "none", score_only=True), store, say=said.append)
    assert (outcome.suites, len(said)) == ((), 1)
    assert "no answers of it" in said[0]
    with pytest.raises(EvaluationError, match="--out"):
        evaluate(Plan((file,), Path(file)), store)
    records.write_results(tmp_path / "other.jsonl", [])
    found = evaluate(Plan((file,), tmp_path / "out", baseline=tmp_path / "other.jsonl"), store, say=said.append)
    assert found.passed
    assert "not compared" in said[-1]


def test_a_terminal_names_the_cases_that_failed(tmp_path: Path, store: Settings) -> None:
    outcome = evaluate(Plan((str(real_suite(tmp_path, "2640", 1)),), tmp_path / "out"), store)
    assert "  ✗ a figures: 2604件; expected 2640件" in report.text(outcome)
