"""Several questions in one text: what is split, and how the answers stand together."""

from __future__ import annotations

import re

import pytest

from assistant import compound
from assistant.answer import Question, Reason, Status
from assistant.library import Library
from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("霁川市2021年新收多少件？办结呢？谢谢", ["霁川市2021年新收多少件？", "办结呢？"]),
        ("霁川市2021年新收多少件；砚溪县呢", ["霁川市2021年新收多少件？", "砚溪县呢？"]),
        ("霁川市哪一年新收最多，那年办结多少件", ["霁川市哪一年新收最多？", "那年办结多少件？"]),
        ("霁川市2021年新收多少件，其中企业多少件", ["霁川市2021年新收多少件？", "其中企业多少件？"]),
        ("霁川市2021年新收多少件，比上年增长多少", ["霁川市2021年新收多少件？", "比上年增长多少？"]),
        ("霁川市2021年新收多少，企业占多少", ["霁川市2021年新收多少？", "企业占多少？"]),
        ("霁川市2021年行政诉讼多少件，败诉多少件", ["霁川市2021年行政诉讼多少件？", "败诉多少件？"]),
        ("霁川市2021年被告了几次，输了几次", ["霁川市2021年被告了几次？", "输了几次？"]),
        ("How many were received in 2021? How many denied?", ["How many were received in 2021?", "How many denied?"]),
    ],
)
def test_a_text_that_asks_several_things_is_split(text: str, wanted: list[str]) -> None:
    assert compound.parts(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "霁川市2021年新收多少件？",
        "霁川市2021年新收2604件；办结多少件",
        "这句话对吗：新收2604件；办结多少件？",
        "“多少？几件？”是什么意思",
        "霁川市2021年，其中企业的申请多少件",
        "霁川市2021年不予公开有几件，占多少",
        "霁川市2021年新收多少件，办结多少件",
        "霁川市2021年的行政诉讼，败诉的多少件",
    ],
)
def test_what_is_one_question_stays_one(text: str) -> None:
    assert compound.parts(text) == [text]


def test_each_is_answered_after_the_ones_before_it(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("霁川市2021年新收多少件？办结呢？2022年呢？"))
    assert [str(figure.value) for figure in answer.figures] == ["2604", "2583", "2437"]
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)} == {c.n for c in answer.citations}
    for figure in answer.figures:
        assert str(figure.value) in next(c for c in answer.citations if c.n == figure.citation).source.quote


def test_what_is_refused_stands_beside_what_is_answered(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("霁川市2021年新收多少件？申请人是谁？"))
    assert answer.status is Status.ANSWERED
    assert "个人信息" in answer.answer
    refused = Assistant(sample_library).ask(Question("霁川市2018年新收多少件？办结呢？"))
    assert (refused.status, refused.reason) == (Status.REFUSED, Reason.YEAR_NOT_COVERED)
    assert refused.figures == ()
