"""“那年”, “那个单位”: what the answer before came to; and where it came to several, nothing is guessed."""

from __future__ import annotations

import pytest

from assistant.answer import Question, Status, Turn
from assistant.library import Library
from assistant.pipeline import Assistant


def values(library: Library, text: str, *before: str) -> list[str]:
    answer = Assistant(library).ask(Question(text, tuple(Turn(one) for one in before)))
    return [str(figure.value) for figure in answer.figures]


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("霁川市哪一年新收最多，那年办结多少件", (), ["2604", "2583"]),
        ("那一年办结多少件", ("霁川市哪一年新收最多",), ["2583"]),
        ("How many were handled in that year?", ("Which year did 霁川市 receive the most requests?",), ["2583"]),
        ("2021年哪个单位新收最多？该单位办结多少件", (), ["2604", "2583"]),
    ],
)
def test_it_is_the_year_or_the_agency_of_the_answer_before(
    sample_library: Library, text: str, before: tuple[str, ...], expected: list[str]
) -> None:
    assert values(sample_library, text, *before) == expected


def test_what_a_conversation_pointed_at_stays_meant(sample_library: Library) -> None:
    before = ("霁川市哪一年新收最多", "那年办结多少件")
    assert values(sample_library, "结转下年的呢", *before) == values(sample_library, "霁川市2021年结转下年几件")


@pytest.mark.parametrize("before", [(), ("霁川市历年新收多少",)])
def test_of_several_years_or_none_the_year_is_not_guessed(sample_library: Library, before: tuple[str, ...]) -> None:
    answer = Assistant(sample_library).ask(Question("霁川市那年办结多少件", tuple(Turn(one) for one in before)))
    assert answer.status is not Status.ANSWERED or len(answer.figures) != 1
