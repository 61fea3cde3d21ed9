from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import passages
from assistant.answer import Question, Status
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.passages import confidence
from assistant.pipeline import Assistant
from bench.abstention import Case, signals

TRUTH: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "samples" / "truth.json").read_text(encoding="utf-8")
)
BY_FILE = pytest.mark.parametrize("record", TRUTH, ids=lambda record: record["file"])


@pytest.fixture(scope="module")
def catalog(sample_library: Library) -> Catalog:
    return Catalog(sample_library)


def quotes(library: Library, catalog: Catalog, file: str, question: str) -> list[str]:
    report_id = next(info.report_id for info in catalog.reports if info.file == file)
    found = passages.find(library, catalog, question, [report_id]).evidence
    text = library.text(report_id)
    for one in found:
        assert text[one.source.start : one.source.end] == one.source.quote
        assert 0 < one.score <= 1
    return [one.source.quote for one in found]


@BY_FILE
@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("电话是多少", "telephone"),
        ("地址在哪里", "address"),
        ("邮编是多少", "postcode"),
        ("邮箱是什么", "email"),
        ("年报在哪个网址下载", "site"),
    ],
)
def test_contacts_are_in_one_sentence(
    sample_library: Library, catalog: Catalog, record: dict[str, Any], question: str, key: str
) -> None:
    (quote,) = quotes(sample_library, catalog, record["file"], question)
    assert record["contact"][key] in quote


@BY_FILE
@pytest.mark.parametrize(
    ("question", "key"),
    [("存在哪些问题？", "problems"), ("有哪些改进措施？", "improvements")],
    ids=["problems", "plans"],
)
def test_every_point_of_the_list_and_no_other(
    sample_library: Library, catalog: Catalog, record: dict[str, Any], question: str, key: str
) -> None:
    found = quotes(sample_library, catalog, record["file"], question)
    assert len(found) == len(record[key])
    for quote, point in zip(found, record[key], strict=True):
        assert point in "".join(quote.split())


def test_a_plain_question_gets_the_sentence_that_says_it(sample_library: Library, catalog: Catalog) -> None:
    found = quotes(sample_library, catalog, "jichuan-2021.html", "信息处理费收取情况如何")
    assert found == ["2021年度全市各级行政机关没有收取信息处理费。"]


@pytest.mark.parametrize("question", ["市长叫什么名字", "今天天气怎么样", "。", "[a-z(", "地铁什么时候通车"])
def test_what_the_report_does_not_say_has_no_sentence(sample_library: Library, catalog: Catalog, question: str) -> None:
    assert quotes(sample_library, catalog, "jichuan-2021.html", question) == []


def test_no_reports_have_no_sentences(sample_library: Library, catalog: Catalog) -> None:
    assert passages.find(sample_library, catalog, "电话是多少", []).evidence == ()


def test_a_sentence_is_the_surer_the_more_of_the_question_stands_there() -> None:
    less = confidence.Signals(report=0.5, sentence=0.4, characters=0.4, names=1.0, kind=1.0, margin=0.0)
    more = replace(less, report=1.0, sentence=0.9, characters=0.9, margin=0.3)
    assert 0 < confidence.probability(less) < confidence.calibration().threshold + 0.25
    assert confidence.probability(less) < confidence.probability(more) < 1


def test_a_refusal_tells_how_near_the_best_sentence_came(sample_library: Library) -> None:
    assistant = Assistant(sample_library)
    unheard = assistant.ask(Question("霁川市2021年养老院的床位由谁检查"))
    assert unheard.status is Status.REFUSED
    assert 0 < unheard.confidence < 0.5


def test_a_text_in_half_width_marks_is_read() -> None:
    text = "经调解,原告每月可探望孩子两次,由被告协助.另查明:抚养费由被告每月支付800元"
    found = signals(Case("抚养费由谁支付", text, answerable=True))
    assert found is not None
    assert found.report == 1.0
