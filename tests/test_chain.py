from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Question, Status
from assistant.chain import AnswerChain, LibraryRetriever
from assistant.library import Library

QUESTION = "霁川市2021年新收多少件申请？"


@pytest.fixture(scope="module")
def chain(sample_library: Library) -> AnswerChain:
    return AnswerChain(sample_library)


def test_the_chain_invokes_batches_and_streams_one_answer(chain: AnswerChain) -> None:
    whole = chain.invoke(QUESTION)
    assert whole.status is Status.ANSWERED
    assert [str(figure.value) for figure in whole.figures] == ["2604"]
    batch = chain.batch([QUESTION, Question("霁川市2020年新收多少件申请？")])
    assert [str(answer.figures[0].value) for answer in batch] == ["2604", "2237"]
    streamed = list(chain.stream("霁川市2019到2022年每年结转下年多少件？"))
    assert len(streamed) > 1
    assert all(streamed[-1].answer.startswith(part.answer) for part in streamed)


def test_the_chain_composes_with_other_runnables(chain: AnswerChain) -> None:
    length = chain | (lambda answer: len(answer.citations))
    assert length.invoke(QUESTION) == 1


def test_the_retriever_gives_documents_whose_quote_is_in_the_report(sample_library: Library) -> None:
    documents = LibraryRetriever(library=sample_library, k=3).invoke("政务公开专区建设资金")
    assert 0 < len(documents) <= 3
    for document in documents:
        source = document.metadata["source"]
        text = sample_library.text(source["report_id"])
        assert text[source["start"] : source["end"]] == source["quote"]
    assert any("735.8" in document.page_content for document in documents)


def test_the_retriever_keeps_to_its_reports(sample_library: Library) -> None:
    only = next(info.report_id for info in sample_library.reports() if info.file == "jichuan-2021.html")
    documents = LibraryRetriever(library=sample_library, k=5, report_ids=[only]).invoke("新闻发布会")
    assert {document.metadata["source"]["report_id"] for document in documents} == {only}


def test_paths_are_not_questions(chain: AnswerChain, tmp_path: Path) -> None:
    assert chain.invoke(str(tmp_path)).status is Status.REFUSED
