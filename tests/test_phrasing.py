"""The sentences of embedded answers: every reason has its own, in both languages, and numbers keep their digits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from making import make_report

from assistant import phrasing
from assistant.answer import Reason


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_has_a_sentence_of_its_own(language: str) -> None:
    said = [phrasing.refusal(reason, "甲", language) for reason in Reason]
    assert len(set(said)) == len(Reason)
    assert all(sentence.endswith(("。", ".", "甲")) for sentence in said), "a whole sentence each"


@pytest.mark.parametrize(
    ("basis", "unit", "shown"),
    [(None, "条", "1204 条"), ("约", "条", "约1204 条"), ("余", "条", "1204 余条"), ("以上", "%", "1204%以上")],
)
def test_the_word_of_a_rough_number_stands_where_chinese_puts_it(basis: str | None, unit: str, shown: str) -> None:
    stated = next(figure for figure in make_report().figures if figure.value is not None)
    assert phrasing.rough(replace(stated, value=Decimal(1204), basis=basis, unit=unit), "zh") == shown


@pytest.mark.parametrize(
    ("basis", "shown"),
    [(None, "1204 items"), ("约", "about 1204 items"), ("余", "more than 1204 items"), ("以上", "at least 1204 items")],
)
def test_the_word_of_a_rough_number_stands_before_it_in_english(basis: str | None, shown: str) -> None:
    stated = next(figure for figure in make_report().figures if figure.value is not None)
    assert phrasing.rough(replace(stated, value=Decimal(1204), basis=basis, unit="条"), "en") == shown


def test_one_is_one_item() -> None:
    assert phrasing.number(Decimal(1), "件", "en") == "1 item"
    assert phrasing.number(Decimal("1.5"), "万元", "en") == "1.5 × 10,000 yuan"
    assert phrasing.number(Decimal(0), "次", "en") == "0 times"


def test_no_digit_is_lost_or_added() -> None:
    assert phrasing.number(Decimal("96171.60"), "万元", "zh") == "96171.60 万元"
    assert phrasing.number(Decimal("1E+3"), "件", "zh") == "1000 件"
    assert phrasing.number(Decimal("2.95"), "%", "en") == "2.95%"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("霁川市2021年新收多少件？", "zh"),
        ("How many requests did 霁川市 receive in 2021?", "en"),
        ("砚溪县有多少 http://e.example/x.png", "zh"),
        ("2021?", "zh"),
    ],
)
def test_an_answer_speaks_the_language_of_its_question(question: str, language: str) -> None:
    assert phrasing.language_of(question) == language
