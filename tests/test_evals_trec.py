"""TREC files go out and come back; what is wrong is named by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import trec
from evals.errors import EvaluationError

RELEVANT = {"q 1": ["a", "b"], "q2": ["c"]}
RUN = {"q 1": ["x", "a"], "q2": ["c", "y"]}


def test_what_goes_out_comes_back_and_scores_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pytrec_eval")
    trec.write_qrels(tmp_path / "qrels", RELEVANT)
    trec.write_run(tmp_path / "run", RUN, "mine")
    assert (tmp_path / "run").read_text("utf-8").splitlines()[0] == "q_1 Q0 x 1 2 mine"
    assert trec.read_qrels(tmp_path / "qrels") == {"q_1": ["a", "b"], "q2": ["c"]}
    assert trec.read_run(tmp_path / "run") == {"q_1": ["x", "a"], "q2": ["c", "y"]}
    assert trec.main([str(tmp_path / "qrels"), str(tmp_path / "run")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["queries"], found["recall@5"], found["mrr@10"]) == (2, 0.75, 0.75)


def test_other_systems_runs_are_read_by_score_whatever_their_order(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("q Q0 b 2 0.5 t\nq Q0 a 1 1e1 t\nq Q0 c 3 0.5 t\n", "utf-8")
    assert trec.read_run(tmp_path / "run") == {"q": ["a", "c", "b"]}
    (tmp_path / "qrels").write_text("q 0 a 2\nq 0 b 0\np 0 z -1\n", "utf-8")
    assert trec.read_qrels(tmp_path / "qrels") == {"q": ["a"], "p": []}


@pytest.mark.parametrize(
    ("text", "said"),
    [("q Q0 a 1 t\n", "run:1.*6 columns"), ("q Q0 a 1 x t\n", "run:1: score"), ("", "is empty")],
)
def test_a_wrong_run_is_named_by_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "run").write_text(text, "utf-8")
    with pytest.raises(EvaluationError, match=said):
        trec.read_run(tmp_path / "run")


def test_a_missing_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trec.main([str(tmp_path / "none"), str(tmp_path / "run")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
