"""English questions are put into the words of Chinese reports, and are answered by their sentences."""

from __future__ import annotations

import pytest

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.understanding.english import in_chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Who compiled the 2020 annual report of ?", "谁编制年度报告？"),
        ("Were there any complaints about disclosure in 2025?", "有没有投诉信息公开？"),
        ("Did it close any new media?", "是否关停新媒体？"),
        ("What is the e-mail address?", "什么邮箱？"),
        ("Which company built the zeppelin?", "哪家公司建成zeppelin？"),
        ("?", "?"),
    ],
)
def test_the_words_of_a_question(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


@pytest.mark.parametrize(
    ("question", "file"),
    [("What problems does the 2021 report of 霁川市 mention?", "jichuan-2021.html")],
)
def test_it_is_answered_as_the_same_question_in_chinese_is(sample_library: Library, question: str, file: str) -> None:
    ask = Assistant(sample_library).ask
    answer, chinese = ask(Question(question)), ask(Question("霁川市2021年存在哪些问题？"))
    assert answer.status is Status.ANSWERED
    assert {citation.source.file for citation in answer.citations} == {file}
    assert [c.source.quote for c in answer.citations] == [c.source.quote for c in chinese.citations]


@pytest.mark.parametrize(
    "question",
    ["Who won the 2021 football cup in 霁川市?", "When did the zoo of 霁川市 open in 2021?"],
)
def test_what_no_report_says_is_refused_in_english_too(sample_library: Library, question: str) -> None:
    answer = Assistant(sample_library).ask(Question(question))
    assert answer.status is Status.REFUSED
    assert "report" in answer.answer
