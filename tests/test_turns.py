"""Questions that lean on the ones before: what is set against what, what is summed, what a correction takes back."""

from __future__ import annotations

import pytest

from assistant.answer import Question, Status, Turn
from assistant.library import Library
from assistant.pipeline import Assistant


def figures(library: Library, *turns: str) -> list[str]:
    """The figures that the last question's answer asserts."""
    answer = Assistant(library).ask(Question(turns[-1], tuple(Turn(turn) for turn in turns[:-1])))
    return [str(figure.value) for figure in answer.figures]


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (("霁川市2022年新收多少件", "比2021年多多少"), ["-186"]),
        (("霁川市2022年新收多少件", "和2021年比呢"), ["-186"]),
        (("霁川市2022年新收多少件", "2021年呢", "两年差多少"), ["-186"]),
        (("霁川市2022年新收多少件", "2021年呢", "加起来呢"), ["5022"]),
        (("霁川市2022年行政处罚几件", "2021年呢", "加起来呢"), ["284459"]),
        (("霁川市2022年行政处罚几件", "2021年呢", "差多少"), ["5343"]),
        (("霁川市2022年新收多少件", "砚溪县呢", "哪个多"), None),
        (("霁川市2021年新收多少件", "趋势呢"), ["1862", "2237", "2604", "2418"]),
        (("霁川市2021年新收多少件", "平均呢"), ["2280.25"]),
        (("霁川市2021年新收多少件", "我问的是办结，不是新收"), ["2583"]),
        (("How many requests did 霁川市 receive in 2022?", "Compared with 2021?"), ["-186"]),
    ],
)
def test_turns_are_set_together(sample_library: Library, turns: tuple[str, ...], wanted: list[str] | None) -> None:
    found = figures(sample_library, *turns)
    if wanted is None:
        first, second = (figures(sample_library, f"{who}2022年新收多少件")[0] for who in ("霁川市", "砚溪县"))
        wanted = [str(abs(int(first) - int(second)))]
    assert found == wanted


def test_a_share_of_all_that_was_handled_is_of_all_that_was_due(sample_library: Library) -> None:
    asked = Question("占多少", (Turn("霁川市2021年办结多少件"),))
    answer = Assistant(sample_library).ask(asked)
    assert answer.derivation is not None
    assert "2583 ÷" in answer.derivation.formula
    assert "2583 ÷ 2583" not in answer.derivation.formula


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("霁川市2021年新收申请有没有超过一千件", "是。"),
        ("霁川市2021年新收申请没有超过三千件吧", "是。"),
        ("霁川市2021年新收申请有没有超过2700件", "不是。"),
    ],
)
def test_whether_a_number_is_passed(sample_library: Library, question: str, wanted: str) -> None:
    assert Assistant(sample_library).ask(Question(question)).answer.startswith(wanted)


@pytest.mark.parametrize("question", ["霁川市2021年泄密的申请有几件", "霁川市2021年弃的申请有几件"])
def test_one_character_that_is_not_understood_is_not_ignored(sample_library: Library, question: str) -> None:
    assert figures(sample_library, question) == []


def test_what_came_from_a_year_named_is_the_next_years_beginning(sample_library: Library) -> None:
    plain = figures(sample_library, "霁川市2021年上年结转几件")
    assert plain
    assert figures(sample_library, "霁川市2021年有几件是从2020年结转来的") == plain
    assert figures(sample_library, "How many requests of 霁川市 were carried over from 2020 in 2021?") == plain


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("霁川和砚溪哪个收到的申请多", "2022年霁川和砚溪哪个收到的申请多"),
        ("霁川市去年收到的申请比前年多吗", "霁川市2022年收到的申请比2021年多吗"),
        ("霁川市去年新收申请比上年增长百分之几", "霁川市2022年新收申请比上年增长百分之几"),
    ],
)
def test_what_is_asked_back_keeps_the_comparison(sample_library: Library, question: str, first: str) -> None:
    assistant = Assistant(sample_library)
    asked_back = assistant.ask(Question(question))
    assert asked_back.status is Status.CLARIFY
    assert asked_back.suggestions[0] == first
    assert assistant.ask(Question(first)).status is Status.ANSWERED


@pytest.mark.parametrize(
    "turns",
    [
        ("霁川市2021年新收占比",),
        ("霁川市2021年新收多少件", "占比呢"),
        ("砚溪县教育体育局2022年新收占全县多少",),
        ("霁川市2021年复议纠正率和诉讼败诉率",),
    ],
)
def test_a_share_whose_whole_is_not_known_is_not_made_up(sample_library: Library, turns: tuple[str, ...]) -> None:
    assert figures(sample_library, *turns) == []
