"""Questions that are offered instead of one that cannot be answered."""

from __future__ import annotations

import pytest

from assistant.answer import Question, Status
from assistant.library import Library
from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("霁川市2035年不予公开占比是多少？", "霁川市2022年不予公开占比是多少？"),
        ("霁川市2035年新收申请比2021年多多少？", "霁川市2022年新收申请比2021年多多少？"),
        ("How many requests did 霁川市 get in 2035?", "How many requests did 霁川市 get in 2022?"),
    ],
)
def test_another_year_takes_the_place_of_one_that_is_not_loaded(
    sample_library: Library, question: str, first: str
) -> None:
    assistant = Assistant(sample_library)
    refused = assistant.ask(Question(question))
    assert refused.status is Status.REFUSED and refused.suggestions[0] == first
    assert assistant.ask(Question(first)).status is Status.ANSWERED


def test_an_english_question_that_names_no_agency_is_offered_with_one(sample_library: Library) -> None:
    asked_back = Assistant(sample_library).ask(Question("How many requests were received in 2021?"))
    assert any("霁川市" in one and "2021" in one for one in asked_back.suggestions)
