"""A fault planted among the stored answers of a real run moves the metrics of its own kind, and no other.

`passed` counts every fault. What else follows by definition is named in each test: nothing here is left out of the
comparison except the number of cases that a metric rests on and its interval.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.library import Library
from assistant.settings import Settings
from evals.dataset import SUITES
from evals.evaluation import Plan, evaluate

Answer = dict[str, Any]
_TAKEN = {"figures": 12, "text": 6, "refusals": 6}
"""Cases of ours, by suite: with and without an answer, in cells and in sentences."""


@pytest.fixture(scope="module")
def run(sample_library: Library, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A suite of all kinds of questions that was asked, and the folder of its answers; every case passes."""
    folder = tmp_path_factory.mktemp("planted")
    lines = [line for name, count in _TAKEN.items()
             for line in (SUITES / f"{name}.jsonl").read_text("utf-8").splitlines()[:count]]  # fmt: skip
    (folder / "mixed.jsonl").write_text("\n".join(lines), "utf-8")
    suite = folder / "mixed.yaml"
    suite.write_text("suite: mixed\ncases: mixed.jsonl\n", "utf-8")
    outcome = evaluate(Plan((str(suite),), folder / "out"), sample_library.settings)
    assert [one.case.id for one in outcome.suites[0].failing] == []
    return suite, folder / "out" / "answers.jsonl"


def moved(
    run: tuple[Path, Path], folder: Path, wants: Callable[[Answer], bool], plant: Callable[[Answer], Any]
) -> set[str]:
    """The metrics that differ when the first answer that fits gets the fault, over answers scored again."""
    suite, answers = run
    measured = []
    for planted in (False, True):
        records = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
        if planted:
            plant(next(record["answer"] for record in records if wants(record["answer"])))
        out = folder / str(planted)
        out.mkdir()
        (out / "answers.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n", "utf-8")
        (scored,) = evaluate(Plan((str(suite),), out, score_only=True), Settings(store=out / "none")).suites
        measured.append({name: found.value for name, found in scored.metrics.items()})
    before, after = measured
    return {name for name in before | after if before.get(name) != after.get(name)}


def _answered(answer: Answer) -> bool:
    return bool(answer["status"] == "answered")


def _cell(answer: Answer) -> bool:
    return _answered(answer) and len(answer["figures"]) == 1 and bool(answer["citations"][0]["cell"])


def _prose(answer: Answer) -> bool:
    return _answered(answer) and not answer["figures"]


def _refused(answer: Answer) -> bool:
    return bool(answer["status"] == "refused")


def _refuse(answer: Answer) -> None:
    answer.update(status="refused", reason="not_stated", answer="报告没有写明。", figures=[], citations=[])


OF_CONFIDENCE = {"auroc_correct", "aurc"}
"""They hold the confidence against `passed`, and so follow it where an answer is wrong."""


def test_a_wrong_value(run: tuple[Path, Path], tmp_path: Path) -> None:
    def plant(answer: Answer) -> None:
        answer["figures"][0]["value"] += "7"

    assert moved(run, tmp_path, _cell, plant) == {"passed", "figure_exact"} | OF_CONFIDENCE


def test_a_value_of_another_scale_or_sign(run: tuple[Path, Path], tmp_path: Path) -> None:
    def scale(answer: Answer) -> None:
        answer["figures"][0]["value"] += "0"

    def sign(answer: Answer) -> None:
        answer["figures"][0]["value"] = "-" + answer["figures"][0]["value"]

    for name, plant in (("scale", scale), ("sign", sign)):
        (tmp_path / name).mkdir()
        wrong = {"passed", "figure_exact", f"figure_{name}_only"}
        assert moved(run, tmp_path / name, _cell, plant) == wrong | OF_CONFIDENCE


def test_a_wrong_citation_of_a_cell(run: tuple[Path, Path], tmp_path: Path) -> None:
    def plant(answer: Answer) -> None:
        answer["citations"][0]["col"] = ["没有这一列"]

    assert moved(run, tmp_path, _cell, plant) == {"citation_precision", "citation_recall", "cell_f1"}


def test_a_wrong_citation_of_a_sentence(run: tuple[Path, Path], tmp_path: Path) -> None:
    def plant(answer: Answer) -> None:
        for citation in answer["citations"]:
            citation["file"] = "another.html"

    assert moved(run, tmp_path, _prose, plant) == {"citation_precision", "citation_recall"}


@pytest.mark.parametrize("kind", [_cell, _prose])
def test_an_over_refusal(run: tuple[Path, Path], tmp_path: Path, kind: Callable[[Answer], bool]) -> None:
    """`status` is both sides of refusing together, and of all refusals one is now wrong."""
    assert moved(run, tmp_path, kind, _refuse) == {"passed", "status", "over_refusal", "refusal_precision"}


def test_an_answer_that_must_not_be(run: tuple[Path, Path], tmp_path: Path) -> None:
    def plant(answer: Answer) -> None:
        answer.update(status="answered", reason=None, answer="共 12 件。")

    assert moved(run, tmp_path, _refused, plant) == {"passed", "status", "refusal_recall"} | OF_CONFIDENCE


def test_a_refusal_for_the_wrong_reason(run: tuple[Path, Path], tmp_path: Path) -> None:
    def plant(answer: Answer) -> None:
        answer["reason"] = "out_of_scope"

    assert moved(run, tmp_path, _refused, plant) == {"passed", "reason"}


def test_words_that_are_left_out(run: tuple[Path, Path], tmp_path: Path) -> None:
    def plant(answer: Answer) -> None:
        answer["answer"] = "有。"

    assert moved(run, tmp_path, _prose, plant) == {"passed", "text_contains"} | OF_CONFIDENCE


def test_a_confidence_that_tells_nothing(run: tuple[Path, Path], tmp_path: Path) -> None:
    def plant(answer: Answer) -> None:
        answer["confidence"] = 0.0

    assert moved(run, tmp_path, _cell, plant) == {"auroc_answerable"}


def test_a_case_that_failed_is_no_refusal_and_no_wrong_figure(run: tuple[Path, Path], tmp_path: Path) -> None:
    suite, answers = run
    kept = answers.read_text("utf-8").splitlines()
    broken = {**json.loads(kept[0]), "answer": {}, "error": "TimeoutError: no answer"}
    (tmp_path / "answers.jsonl").write_text("\n".join([json.dumps(broken), *kept[1:]]) + "\n", "utf-8")
    (scored,) = evaluate(Plan((str(suite),), tmp_path, score_only=True), Settings(store=tmp_path / "none")).suites
    assert (scored.metrics["errors"].value > 0, scored.metrics["passed"].value < 1) == (True, True)
    assert (scored.metrics["figure_exact"].value, scored.metrics["over_refusal"].value) == (1, 0)
