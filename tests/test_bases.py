"""A figure's basis as readers see it: in their language, without names that only a form knows."""

from __future__ import annotations

import pytest

from assistant import bases

CUT = "原文数字粘连，依据“H1 总计 = 自然人 + 商业企业；H2 合计 = 新收 + 上年结转”只有一种切分"


def test_identities_are_shown_by_what_they_say() -> None:
    assert bases.told(CUT, "zh") == CUT.replace("H1 ", "").replace("H2 ", "")


def test_what_is_quoted_stays_chinese_in_an_english_basis() -> None:
    said = bases.told(CUT, "en")
    assert said.startswith("the digits run together in the source; by “总计 = 自然人 + 商业企业")
    assert said.endswith("only one way to cut them")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sentence_that_is_not_known_stays_as_it_was_written(language: str) -> None:
    assert bases.told("第 3 页有印章", language) == "第 3 页有印章"
