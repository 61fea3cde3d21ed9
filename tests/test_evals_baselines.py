"""The retrieval baselines: what they return, and what counts as evidence in a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.library import Library
from evals import baselines, ranking, trec
from evals.baselines import bm25, holds
from evals.cases import Evidence
from evals.dataset import load
from evals.systems import Document

DOCUMENTS = [
    Document("one", "a.txt", "青溪发源于北山，全长四十二公里。"),
    Document("two", "a.txt", "钟楼高十八米。"),
    Document("three", "b.txt", "青溪青溪"),
]


def test_bm25_ranks_by_words_and_returns_nothing_for_none() -> None:
    system = bm25(DOCUMENTS)
    assert next(iter(system.search("钟楼有多高"))) == "two"
    assert set(system.search("青溪")) == {"one", "three"}
    assert list(system.search("xyz")) == []


def test_evidence_is_a_quote_or_a_value_beside_its_label_in_the_right_report() -> None:
    quote = Evidence("a.txt", quote="全长 四十二公里")
    assert holds(DOCUMENTS[0], quote)
    assert not holds(DOCUMENTS[1], quote)
    cell = Evidence("a.txt", ("三、本年度办理结果", "（一）予以公开"), ("总计",), value="1063")
    assert holds(Document("x", "a.txt", "予以公开 | 922 | 80 | 1,063"), cell)
    assert not holds(Document("x", "b.txt", "予以公开 | 922 | 80 | 1063"), cell)
    assert not holds(Document("x", "a.txt", "部分公开 | 1063"), cell)
    assert not holds(Document("x", "a.txt", "予以公开 | 10633"), cell)


def test_every_system_answers_the_same_cases(sample_library: Library, tmp_path: Path) -> None:
    pytest.importorskip("pytrec_eval")
    pytest.importorskip("langchain_text_splitters")
    suite = load("text")
    sides = baselines.side_by_side(sample_library, suite, trec_folder=tmp_path)
    names = ["Baogao", "LangChain, Chroma", "BM25, fixed pieces", "vectors, fixed pieces"]
    assert [side.system for side in sides] == names
    assert {side.cases for side in sides} == {len(suite.cases)}
    ours, chain, words, _ = (side.metrics for side in sides)
    assert ours["recall@5"] > words["recall@5"] > 0
    assert chain["recall@5"] > 0
    assert all(0 <= value <= 1 for side in sides for value in side.metrics.values())
    assert all((side.ingest_seconds or 0) > 0 for side in sides[:2])
    assert "yanxi-finance-2021.xlsx" in sides[1].unread
    again = trec.read_run(tmp_path / "text.baogao.run")
    assert set(again) <= {case.id for case in suite.cases}
    relevant = {query: names for query, names in trec.read_qrels(tmp_path / "text.baogao.qrels").items() if names}
    assert ranking.retrieval(again, relevant)["mrr@10"] >= ours["mrr@10"]


def test_cases_that_need_their_history_are_left_out(sample_library: Library) -> None:
    pytest.importorskip("pytrec_eval")
    suite = load("followups")
    sides = baselines.side_by_side(sample_library, suite)
    assert 0 < sides[0].cases <= 20
