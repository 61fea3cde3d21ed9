"""Shapes of questions that the yearly reports' samples do not have, on a text written for this test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from ingest.build import ingest

TEXT = """云汐市水务局2023年度工作报告
局长 沈望舒
一、主要职能
云汐市水务局的主要职责是：
（一）拟订全市水资源规划并组织实施。
（二）负责河道、水库和堤防的管理。
（三）组织指导节约用水工作。
二、工作情况
（一）供水保障
扎实推进供水改造。更换老旧水管42公里。新建加压泵站3座。完成5个小区二次供水改造。
受上游来水偏少影响，汛末水库蓄水低于常年。
（二）监督检查
每年6月和11月组织两次堤防检查。检查结果由河道管理处汇总。全年未发生溃堤事故。
印发《云汐市河道巡查办法》，明确巡查责任。
今年的主要目标是：供水合格率保持稳定；漏损率继续下降；新增节水小区10个。
三、存在的问题
工作取得了一些成绩，但仍存在不少不足。主要是：基层站所人手偏紧，设备老化较快；信息化水平还不高。下一步，我局将分批更新设备，公开招录技术人员。
四、名词解释
（一）漏损率
指供水总量与有效供水量之差占供水总量的比例。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("shapes")
    (folder / "water.txt").write_text(TEXT, encoding="utf-8")
    with Library.open(folder / "store", create=True) as library:
        assert not ingest([folder / "water.txt"], library).rejected
        yield Assistant(library)


def quotes(assistant: Assistant, question: str, whose: str = "云汐市水务局") -> list[str]:
    answer = assistant.ask(Question(f"{whose}2023年{question}"))
    if answer.status is not Status.ANSWERED:
        return []
    for citation in answer.citations:
        text = assistant.library.text(citation.source.report_id)
        assert text[citation.source.start : citation.source.end] == citation.source.quote
        assert f"{citation.source.quote} [{citation.n}]" in answer.answer
    return [citation.source.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("的工作报告由谁所作？", ["局长沈望舒"]),
        ("什么是漏损率？", ["指供水总量与有效供水量之差占供水总量的比例。"]),
        ("为什么水库蓄水低于常年？", ["受上游来水偏少影响，汛末水库蓄水低于常年。"]),
        ("什么时候组织堤防检查？", ["每年6月和11月组织两次堤防检查。"]),
        ("堤防检查结果由谁汇总？", ["检查结果由河道管理处汇总。"]),
        ("印发了哪份文件来规范河道巡查？", ["印发《云汐市河道巡查办法》，明确巡查责任。"]),
        ("有没有发生溃堤事故？", ["全年未发生溃堤事故。"]),
    ],
)
def test_one_fact_is_one_sentence(assistant: Assistant, question: str, expected: list[str]) -> None:
    assert quotes(assistant, question) == expected


def test_numbered_paragraphs_are_a_list(assistant: Assistant) -> None:
    found = quotes(assistant, "的主要职责有哪些？")
    assert [quote[:3] for quote in found] == ["（一）", "（二）", "（三）"]


def test_the_unit_under_its_opening_sentence_is_given_without_it(assistant: Assistant) -> None:
    expected = ["更换老旧水管42公里。", "新建加压泵站3座。", "完成5个小区二次供水改造。"]
    assert quotes(assistant, "如何扎实推进供水改造？") == expected


def test_clauses_between_semicolons_are_one_list(assistant: Assistant) -> None:
    expected = ["今年的主要目标是：供水合格率保持稳定；", "漏损率继续下降；", "新增节水小区10个。"]
    assert quotes(assistant, "的主要目标是什么？") == expected


def test_problems_that_are_told_and_not_listed(assistant: Assistant) -> None:
    found = quotes(assistant, "存在哪些问题？")
    assert found[-2:] == ["主要是：基层站所人手偏紧，设备老化较快；", "信息化水平还不高。"]
    assert not any("下一步" in quote for quote in found)


def test_plans_that_are_told_and_not_listed(assistant: Assistant) -> None:
    assert quotes(assistant, "下一步打算怎么改进？") == ["下一步，我局将分批更新设备，公开招录技术人员。"]


@pytest.mark.parametrize("question", ["泳池票价怎么定？", "谁获得了诺贝尔奖？", "的垃圾分类存在什么问题？"])
def test_nothing_is_said_of_what_the_report_does_not_say(assistant: Assistant, question: str) -> None:
    assert quotes(assistant, question) == []


WORK = """云汐市2023年政府工作报告
一、工作回顾
低空经济产业集群加快形成，云汐通用机场启用。
三是深化登记改革。在不动产登记方面，推行零跑腿办理。
二、2023年工作安排
（一）培育产业
低空经济产业重点发展装备制造，适度布局起降设施。
（2）提高服务质量。一是畅通申请渠道。网站、信函均可申请。二是坚持柔性答复。做好解释说明。
三、立项依据
《云汐市重点任务书》。
"""


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("working")
    (folder / "work.txt").write_text(WORK, encoding="utf-8")
    with Library.open(folder / "store", create=True) as library:
        assert not ingest([folder / "work.txt"], library).rejected
        yield Assistant(library)


def test_a_work_report_s_plans_and_results_are_not_mistaken_for_each_other(working: Assistant) -> None:
    assert quotes(working, "打算怎么发展低空经济产业？", "云汐市") == [
        "低空经济产业重点发展装备制造，适度布局起降设施。"
    ]
    assert quotes(working, "低空经济产业做了什么？", "云汐市") == ["低空经济产业集群加快形成，云汐通用机场启用。"]


def test_a_part_with_points_of_its_own_is_given_up_to_the_next_part(working: Assistant) -> None:
    found = quotes(working, "怎样提高服务质量？", "云汐市")
    assert [quote[:6] for quote in found] == ["一是畅通申请", "网站、信函均", "二是坚持柔性", "做好解释说明"]


def test_the_sentence_under_a_heading_that_is_named_word_for_word(working: Assistant) -> None:
    assert quotes(working, "的立项依据是什么？", "云汐市") == ["《云汐市重点任务书》。"]
    assert quotes(working, "的立项依据为什么没有批准？", "云汐市") == []
