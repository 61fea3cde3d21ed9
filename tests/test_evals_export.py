"""Results in other tools' formats."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import Mock

import pytest

from evals import export, records, runner
from evals.dataset import load
from evals.engine import Engine
from evals.records import Answers
from evals.runner import Options


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """Two questions, one of them answered."""
    proof = {"file": "a.pdf", "quote": "电话：0100-1234567"}
    cases = [
        {
            "id": "a",
            "question": "电话？",
            "expect": {"status": "answered", "text": ["0100-1234567"], "evidence": [proof]},
        },
        {"id": "b", "question": "生日？", "expect": {"status": "refused"}},
    ]
    (tmp_path / "mine.jsonl").write_text("\n".join(json.dumps(case) for case in cases), "utf-8")
    (tmp_path / "mine.yaml").write_text("suite: mine\ncases: mine.jsonl\n", "utf-8")
    suite = load(tmp_path / "mine.yaml")
    citation = {"n": 1, "file": "a.pdf", "cell": None, "start": 7, "quote": "联系电话：0100-1234567。"}
    answer = {"status": "answered", "answer": "0100-1234567 [1]", "citations": [citation]}
    engine = Mock(spec=Engine, ask=lambda _: dict(answer))
    found = runner.answer(suite, engine, "key", Answers(tmp_path / "answers.jsonl"), Options(repeat=2))
    records.write_results(tmp_path / "results.jsonl", records.scored(suite, found))
    return tmp_path / "results.jsonl"


def test_ragas(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export.main(["ragas", str(results), str(results.parent / "mine.yaml")]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first == {
        "user_input": "电话？",
        "response": "0100-1234567 [1]",
        "retrieved_contexts": ["联系电话：0100-1234567。"],
        "reference": "0100-1234567",
        "reference_contexts": ["电话：0100-1234567"],
    }
    assert second["reference"] == "（不能回答）"


def test_ragchecker(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export.main(["ragchecker", str(results), str(results.parent / "mine.yaml")]) == 0
    found = json.loads(capsys.readouterr().out)["results"]
    assert [item["query_id"] for item in found] == ["a", "b"]
    assert found[0]["retrieved_context"] == [{"doc_id": "a.pdf:7", "text": "联系电话：0100-1234567。"}]


def test_results_that_are_not_there_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export.main(["ragas", str(tmp_path / "none.jsonl"), "figures"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
