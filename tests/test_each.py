"""A question that names several years, or several agencies, is told report by report."""

from __future__ import annotations

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant


def test_each_year_is_told_under_its_name(sample_library: Library) -> None:
    ask = Assistant(sample_library).ask
    both = ask(Question("霁川市2020年和2021年存在的问题分别是什么？"))
    alone = [ask(Question(f"霁川市{year}年存在哪些问题？")) for year in (2020, 2021)]
    assert both.status is Status.ANSWERED
    assert both.answer.index("霁川市 2020 年") < both.answer.index("霁川市 2021 年")
    told = [citation.source.quote for citation in both.citations]
    assert told == [citation.source.quote for one in alone for citation in one.citations]
    for citation in both.citations:
        assert f"{citation.source.quote} [{citation.n}]" in both.answer


def test_several_agencies_are_told_one_by_one(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("霁川市和砚溪县2021年存在哪些问题？"))
    assert answer.status is Status.ANSWERED
    assert {citation.source.agency for citation in answer.citations} == {"霁川市", "砚溪县"}


def test_a_report_that_says_nothing_is_named(sample_library: Library) -> None:
    ask = Assistant(sample_library).ask
    assert ask(Question("霁川市2020年和2021年养老院的床位由谁检查？")).status is Status.REFUSED
    answer = ask(Question("霁川市2020年和2021年信息处理费的收取情况有什么变化？"))
    named = {citation.source.year for citation in answer.citations}
    noted = {year for year in (2020, 2021) if any(f"{year} 年的报告没有写明" in note for note in answer.notes)}
    assert named | noted == {2020, 2021}


def test_whether_all_were_done_is_answered_by_words_and_not_by_a_number(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("霁川市2021年收到的申请都答复了吗？"))
    assert "→" not in answer.answer
