"""Questions about the report itself are answered by the sentence that states what is kept of it."""

from __future__ import annotations

import pytest

from assistant.answer import Question, Reason, Status
from assistant.library import Library
from assistant.passages import particulars
from assistant.passages.particulars import Particular
from assistant.pipeline import Assistant
from ingest.particulars import published_in


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("报告是什么时候公布的", Particular.PUBLISHED),
        ("年报的发布日期", Particular.PUBLISHED),
        ("这份报告哪天发布的？", Particular.PUBLISHED),
        ("政府工作报告是什么时候作的", Particular.DELIVERED),
        ("报告的统计期限是什么", Particular.PERIOD),
        ("数据从什么时候到什么时候", Particular.PERIOD),
        ("上级是谁", Particular.PARENT),
        ("的主管部门是哪个", Particular.PARENT),
        ("什么时候公布了《规范性文件清单》", None),
        ("停车场是什么时候建成的", None),
        ("上级部门检查发现了什么问题", None),
        ("工作做了什么", None),
    ],
)
def test_a_question_about_the_report_itself_is_told_from_one_about_what_is_in_it(
    question: str, kind: Particular | None
) -> None:
    assert particulars.asked(question) is kind


def test_each_kept_day_of_publication_is_answered_with_a_sentence_that_states_it(sample_library: Library) -> None:
    asked = 0
    for info in sample_library.reports():
        answer = Assistant(sample_library).ask(Question(f"{info.agency}{info.year}年报告是什么时候公布的"))
        if info.published is None:
            assert answer.status is Status.REFUSED
            continue
        asked += 1
        assert answer.status is Status.ANSWERED, info.file
        (citation,) = answer.citations
        assert str(info.published.year) in citation.source.quote
        assert str(info.published.day) in citation.source.quote
        assert citation.source.report_id == info.report_id
    assert asked > 10


def test_the_period_and_an_agency_above_that_is_not_stated(sample_library: Library) -> None:
    stated = next(info for info in sample_library.reports() if info.period is not None)
    assistant = Assistant(sample_library)
    answer = assistant.ask(Question(f"{stated.agency}{stated.year}年报告的统计期限是什么"))
    assert answer.status is Status.ANSWERED and "12月31日" in answer.citations[0].source.quote
    refused = assistant.ask(Question(f"{stated.agency}{stated.year}年的上级是谁"))
    assert (refused.status, refused.reason) == (Status.REFUSED, Reason.NOT_STATED)


def test_a_sentence_without_a_day_does_not_say_when(sample_library: Library) -> None:
    for info in sample_library.reports():
        answer = Assistant(sample_library).ask(Question(f"{info.agency}{info.year}年什么时候修订了公开指南"))
        for citation in answer.citations if answer.status is Status.ANSWERED else ():
            assert any(mark in citation.source.quote for mark in "月日季周"), citation.source.quote


def test_the_dated_line_may_stand_below_the_buttons_of_a_page() -> None:
    page = [
        "某市政府工作报告",
        "下载",
        "打印",
        "收藏",
        "【字号：",
        "加大",
        "还原",
        "减小",
        "】",
        "时间：2031-02-01",
        "正文" * 60,
    ]
    found = published_in(page, {})
    assert found is not None and found.isoformat() == "2031-02-01"
    assert published_in([*page[:9], "正文" * 60, page[9]], {}) is None
