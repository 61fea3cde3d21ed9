"""预算, 调整预算, 执行数 and 决算 stand side by side in the same words: one never answers for another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer, Question, Scope, Status
from assistant.language.phases import Phase, may_answer, phases_in
from assistant.library import Library
from assistant.pipeline import Assistant
from ingest.build import ingest

PAGE = """<!doctype html><meta charset="utf-8"><title>云岭市档案馆2023年收支情况</title>
<h1>云岭市档案馆2023年收支情况</h1>
<p>2023年培训支出决算为3.15万元，年初预算为4.80万元。会议支出预算为6.20万元。</p>
<table border=1><tr><td>项目</td><td>年初预算数</td><td>决算数</td></tr>
<tr><td>办公费</td><td>12.50</td><td>11.07</td></tr><tr><td>邮电费</td><td>3.40</td><td>2.96</td></tr>
<tr><td>差旅费</td><td>8.00</td><td>7.25</td></tr></table>
<table border=1><caption>公用经费预算表</caption><tr><td>项目</td><td>金额</td></tr>
<tr><td>物业管理费</td><td>25.60</td></tr><tr><td>维修费</td><td>9.30</td></tr></table>"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("phases")
    (folder / "accounts.html").write_text(PAGE, "utf-8")
    with Library.open(folder / "store", create=True) as library:
        ingest([folder / "accounts.html"], library)
        yield Assistant(library)


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(Question(question, scope=Scope(file="accounts.html")))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("办公费决算数是多少？", "11.07"),
        ("办公费预算是多少？", "12.50"),
        ("邮电费的决算是多少？", "2.96"),
        ("物业管理费预算多少？", "25.60"),
        ("培训支出决算是多少万元？", "3.15"),
    ],
)
def test_the_stage_that_is_asked_for_answers(assistant: Assistant, question: str, value: str) -> None:
    answer = ask(assistant, question)
    assert answer.status is Status.ANSWERED
    assert value in answer.answer


@pytest.mark.parametrize(
    "question",
    ["物业管理费决算多少？", "邮电费调整预算数是多少？", "差旅费执行数是多少？", "会议支出决算是多少万元？"],
)
def test_another_stage_never_answers(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.status is not Status.ANSWERED
    assert not answer.figures


def test_an_answer_of_a_free_table_says_how_it_was_matched(assistant: Assistant) -> None:
    assert any("不是标准表式" in note for note in ask(assistant, "办公费决算数是多少？").notes)


def test_names_of_accounts_are_no_stage() -> None:
    assert not phases_in("一般公共预算收入是多少")
    assert phases_in("一般公共预算支出决算表") == {Phase.SETTLED}
    assert phases_in("预算调整数") == {Phase.ADJUSTED}
    assert may_answer(frozenset({Phase.SETTLED}), ("决算数", "2023年预算"))
    assert not may_answer(frozenset({Phase.SETTLED}), ("金额", "2023年预算"))
    assert not may_answer(frozenset({Phase.SETTLED}), ("金额",))
