"""A model's opinion stands beside the metrics: kept, labelled, and without a say in what passes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.answer import Status
from evals import gate
from evals.cases import Case, Expected
from evals.errors import EvaluationError
from evals.judge import Judge, program
from evals.records import Record, Scored
from evals.scoring import Score

GOOD = '思考…… {"faithfulness": 5, "completeness": 3, "why": "少一项"}'


def answered(status: str = "answered") -> Scored:
    case = Case("a", "存在哪些问题？", Expected((Status.ANSWERED,)))
    answer = {"status": status, "answer": "一是 $人手 不足[1]", "citations": [{"n": 1, "quote": "一是人手不足"}]}
    return Scored(case, Record("k", "s", "a", 0, answer, None, 0.1), Score(False, {"passed": (0, 1)}, ("x",)))


def test_opinions_stand_beside_the_metrics_and_change_nothing(tmp_path: Path) -> None:
    prompts: list[str] = []

    def complete(prompt: str) -> str:
        prompts.append(prompt)
        return GOOD

    judge = Judge(complete, "mine", tmp_path / "judgements.jsonl")
    (found,) = judge.judged([answered()])
    assert found.score.ratios["judge_faithfulness"] == (1, 1)
    assert found.score.ratios["judge_completeness"] == (0.5, 1)
    assert (found.score.passed, found.score.ratios["passed"]) == (False, (0, 1))
    assert "存在哪些问题" in prompts[0]
    assert "一是 $人手 不足" in prompts[0]
    assert judge.label.startswith("mine, judge@")


def test_the_same_answer_is_judged_once(tmp_path: Path) -> None:
    file = tmp_path / "judgements.jsonl"
    Judge(lambda _: GOOD, "mine", file).judged([answered()])

    def never(prompt: str) -> str:
        raise AssertionError(prompt)

    (found,) = Judge(never, "mine", file).judged([answered()])
    assert found.score.ratios["judge_faithfulness"] == (1, 1)


@pytest.mark.parametrize("reply", ["好", '{"faithfulness": 9, "completeness": 3}', '{"faithfulness": 5}', "{no}"])
def test_a_reply_that_is_no_judgement_is_counted(tmp_path: Path, reply: str) -> None:
    judge = Judge(lambda _: reply, "mine", tmp_path / "judgements.jsonl")
    (found,) = judge.judged([answered()])
    assert found.score.ratios["judge_failed"] == (1, 1)
    assert "judge_faithfulness" not in found.score.ratios
    assert not (tmp_path / "judgements.jsonl").exists()


def test_refusals_are_not_judged(tmp_path: Path) -> None:
    judge = Judge(lambda _: GOOD, "mine", tmp_path / "judgements.jsonl")
    assert judge.judged([answered("refused")]) == [answered("refused")]


def test_a_program_is_a_model_and_a_broken_one_costs_the_judgement(tmp_path: Path) -> None:
    script = tmp_path / "model.py"
    script.write_text(
        """import sys
assert "judge" in sys.stdin.read()
print('{"faithfulness": 4, "completeness": 5}')
"""
    )
    judge = Judge(program(f"{sys.executable} {script}", 30), "script", tmp_path / "a.jsonl")
    assert judge.judged([answered()])[0].score.ratios["judge_faithfulness"] == (0.75, 1)
    broken = Judge(program("false", 30), "none", tmp_path / "b.jsonl")
    assert broken.judged([answered()])[0].score.ratios["judge_failed"] == (1, 1)
    for command in (" ", "no-such-program-here"):
        with pytest.raises(EvaluationError, match="no such command"):
            program(command, 30)


def test_no_opinion_is_in_the_gate() -> None:
    assert not [metric for metric in gate.GATED if metric.startswith("judge")]
