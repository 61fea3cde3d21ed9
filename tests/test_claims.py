from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.answer import Question
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.understanding.claims import claim_in


@pytest.mark.parametrize(
    ("text", "stated", "holds"),
    [
        ("新收2,604件对吗", "2604", True),
        ("新收2640件对吗", "2604", False),
        ("超过100件吗", "100", False),
        ("不到100件吧", "99", True),
        ("达到100件了吗", "100", True),
        ("是1.5万件吗", "15000", True),
    ],
)
def test_a_claim_is_compared_as_it_is_put(text: str, stated: str, holds: bool) -> None:
    claim = claim_in(text)
    assert claim is not None and claim.holds(Decimal(stated)) is holds


@pytest.mark.parametrize("text", ["2021年新收多少件", "有没有行政诉讼", "第20条"])
def test_a_question_that_puts_no_number_forward_claims_none(text: str) -> None:
    assert claim_in(text) is None


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("霁川市2021年办结2538件对吗", "不是。"),
        ("霁川市2021年办结2583件对吗", "是。"),
        ("霁川市2021年新收是不是超过2000件？", "是。"),
        ("霁川市2021年有没有行政诉讼", "有。"),
        ("砚溪县财政局2019年有没有收到信息公开申请", "没有。"),
    ],
)
def test_yes_and_no_come_with_the_figure(sample_library: Library, question: str, word: str) -> None:
    answer = Assistant(sample_library).ask(Question(question))
    assert answer.answer.startswith(word)
    assert len(answer.figures) == 1 and answer.citations
