"""Questions in English, and the same turns in Chinese, over the sample reports."""

from __future__ import annotations

import pytest

from assistant.answer import Question, Reason, Status
from assistant.library import Library
from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("question", "value", "first"),
    [
        ("In which year from 2019 to 2022 did 霁川市 receive the most requests?", "2604", "霁川市, 2021"),
        ("In which year between 2019 and 2022 did 霁川市 receive the fewest requests?", "1862", "霁川市, 2019"),
        ("What was the average number of requests received by 霁川市 in 2020 and 2022?", "2327.50", "霁川市"),
        ("How much did the applications received by 霁川市 change from 2019 to 2022?", "556", "Requests received"),
        ("霁川市从2019年到2022年收到的申请增加了多少？", "556", "本年新收"),
        ("How many more requests did 霁川市 receive in 2021 than in 2020?", "367", "Requests received"),
        ("What was the fee charged by 砚溪县 in 2021?", "3862.47", "砚溪县, 2021"),
        ("Did 霁川市 receive more than 3000 requests in 2021?", "2604", "No."),
        ("What is the total number of new requests 霁川市 received in 2019 and 2020?", "4099", "霁川市, 2019–2020"),
        ("Did 霁川市 receive more requests in 2021 than in 2020?", "367", "Yes."),
        ("Did 霁川市 receive more requests in 2020 than in 2021?", "367", "No."),
        ("Were fewer requests received by 霁川市 in 2022 than in 2021?", "-186", "Yes."),
        ("Did 霁川市 receive more requests than 砚溪县财政局 in 2021?", "2599", "Yes."),
        ("霁川市2021年新收的申请比2020年多吗？", "367", "是。"),
        ("霁川市2020年新收的申请比2021年多吗？", "-367", "不是。"),
        ("霁川市2021年新收的申请是否比上年少？", "367", "不是。"),
        ("霁川市2021年的申请是不是比2020年多？", "367", "是。"),
        ("霁川市2021年的申请比2020年多多少？", "367", "本年新收"),
        ("Was anything repealed in Jichuan in 2022?", "31", "Yes."),
        ("Did Jichuan repeal any normative documents in 2022?", "31", "Yes."),
        ("Were any regulations repealed in 霁川市 in 2022?", "0", "No."),
        ("Is it true that 霁川市 received 2604 requests in 2021?", "2604", "Yes."),
        ("霁川市2021年新收的是2640件吧？", "2604", "不是。"),
        ("霁川市2021年新收2604件，没错吧？", "2604", "是。"),
    ],
)
def test_the_figure_asked_for_leads(sample_library: Library, question: str, value: str, first: str) -> None:
    answer = Assistant(sample_library).ask(Question(question))
    assert answer.status is Status.ANSWERED
    assert value in [str(figure.value) for figure in answer.figures]
    assert answer.answer.startswith(first)


def test_who_did_not_get_a_single_request(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("2019年有哪些单位一件申请都没有收到？"))
    assert "砚溪县财政局" in answer.answer
    assert [str(figure.value) for figure in answer.figures] == ["0"]


def test_the_largest_change_is_not_the_change_of_the_largest(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("2019年到2022年霁川市哪一年收到的申请增加最多？"))
    assert (answer.status, answer.reason) == (Status.REFUSED, Reason.NOT_COMPUTABLE)


def test_why_is_answered_with_a_sentence_and_no_figure(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("砚溪县2020年申请数量为什么增加这么多？"))
    assert answer.status is Status.ANSWERED
    assert not answer.figures
    assert "影响" in answer.citations[0].source.quote


def test_quotes_for_an_english_question_are_led_into_in_english(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("What is the phone number of 砚溪县教育体育局 in 2021?"))
    lead, _, quote = answer.answer.partition("\n")
    assert lead == "The report says (砚溪县教育体育局 2021; in its own words):"
    assert "0190-3182635" in quote
