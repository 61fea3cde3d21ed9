"""What is asked of the library itself, and greetings: asked back, with what is loaded."""

from __future__ import annotations

import pytest

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.web.examples import MOST_NEXT, Examples
from assistant.web.language import words

ALL = "2019、2020、2021、2022"


@pytest.mark.parametrize(
    "question",
    ["有哪些机关的报告？", "都收录了哪些机关", "现在载入了多少份报告？", "能查哪些年份", "你们有几年的年度报告"],
)
def test_what_is_loaded_is_told(sample_library: Library, question: str) -> None:
    answer = Assistant(sample_library).ask(Question(question))
    assert answer.status is Status.CLARIFY and not answer.citations
    assert f"霁川市（{ALL}）" in answer.notes[0] and f"砚溪县（{ALL}）" in answer.notes[0]


def test_of_one_agency_its_years_are_told(sample_library: Library) -> None:
    assistant = Assistant(sample_library)
    assert assistant.ask(Question("砚溪县有哪些年份的报告？")).notes == (f"已载入：砚溪县（{ALL}）。",)
    for question in ("Which years of 砚溪县 are loaded?", "What reports do you have for 砚溪县?"):
        assert assistant.ask(Question(question)).notes == ("Loaded: 砚溪县 (2019, 2020, 2021, 2022).",)


@pytest.mark.parametrize(
    "question", ["你好！", "您好呀", "谢谢", "你能做什么？", "你是谁", "Hello", "What can you do?"]
)
def test_a_greeting_is_answered_with_how_to_ask(sample_library: Library, question: str) -> None:
    answer = Assistant(sample_library).ask(Question(question))
    assert answer.status is Status.CLARIFY and not answer.notes
    assert ("请问要查什么" in answer.answer) != answer.answer.startswith("What would you like to know?")


@pytest.mark.parametrize(
    "question",
    [
        "砚溪县有哪些部门？",
        "砚溪县2022年存在哪些问题？",
        "霁川市有几个部门收到申请",
        "How many agencies are there in 霁川市?",
    ],
)
def test_what_an_agency_has_is_not_taken_for_what_is_loaded(sample_library: Library, question: str) -> None:
    assert "要查什么" not in Assistant(sample_library).ask(Question(question)).answer
    assert "like to know" not in Assistant(sample_library).ask(Question(question)).answer


def test_an_empty_library_has_nothing_to_tell(library: Library) -> None:
    assert Assistant(library).ask(Question("有哪些报告")).status is Status.REFUSED


def test_what_is_offered_next_is_about_the_agency_that_was_named(sample_library: Library) -> None:
    assistant = Assistant(sample_library)
    examples = Examples(assistant)
    for question in ("砚溪县财政局有哪些年份的报告？", "砚溪县财政局的天气怎么样"):
        offered = examples.following(assistant.ask(Question(question)), "zh")
        assert offered and all("砚溪县财政局" in one for one in offered)
    greeted = assistant.ask(Question("你好"))
    assert examples.following(greeted, "zh") == examples.questions("zh")[:MOST_NEXT]
    assert words("zh").status(greeted) == "", "there is nothing to choose from"
