"""Results in other tools' formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from evals import export, imports, records, runner
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


@pytest.mark.parametrize("kind", ["ragas", "ragchecker"])
def test_what_goes_out_comes_back(results: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Export, import, score, export: the same file, but for quotes that name no report."""
    assert export.main([kind, str(results), str(results.parent / "mine.yaml")]) == 0
    sent = capsys.readouterr().out
    out = results.parent / "back"
    out.mkdir()
    (out / "sent.json").write_text(sent, "utf-8")
    assert imports.main([kind, str(out / "sent.json"), "--out", str(out)]) == 0
    suite = load(out / "imported.yaml")
    scored = records.scored(suite, Answers(out / "answers.jsonl").of(suite.name))
    assert scored[0].score.ratios["status"] == (1, 1)
    assert scored[1].score.ratios["status"] == (0, 1)  # it should have been refused
    assert scored[0].score.ratios["text_f1"] == (1, 1)
    records.write_results(out / "results.jsonl", scored)
    capsys.readouterr()
    assert export.main([kind, str(out / "results.jsonl"), str(out / "imported.yaml")]) == 0
    assert _without_proofs(json.loads(capsys.readouterr().out)) == _without_proofs(json.loads(sent))


def _without_proofs(data: Any) -> Any:  # noqa: ANN401 - either tool's JSON
    if isinstance(data, list):
        return [{name: value for name, value in one.items() if name != "reference_contexts"} for one in data]
    return data


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("ragas", "[]", "samples"),
        ("ragas", '[{"user_input": 3}]', "samples[0].user_input"),
        ("ragchecker", '{"results": [{"query": "a"}]}', "results[0].query_id"),
        ("ragchecker", "{\n oops", ":2"),
    ],
)
def test_a_wrong_file_is_named_by_its_field(
    tmp_path: Path, kind: str, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    assert imports.main([kind, str(tmp_path / "a.json"), "--out", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert said in error
