from __future__ import annotations

import pytest

from assistant.understanding.years import Years, years_in


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2021年新收多少件", (2021,)),
        ("2021年度", (2021,)),
        ("2021新收", (2021,)),
        ("二〇二一年新收", (2021,)),
        ("二零一九年", (2019,)),
        ("21年新收", (2021,)),
        ("2019到2022年", (2019, 2020, 2021, 2022)),
        ("2019年至2021年", (2019, 2020, 2021)),
        ("2019-2020年", (2019, 2020)),
        ("2019—2020", (2019, 2020)),
        ("2020年和2022年", (2020, 2022)),
        ("2020年、2020年", (2020,)),
        ("2022年比2021年", (2022, 2021)),
    ],
)
def test_named_years(text: str, named: tuple[int, ...]) -> None:
    assert years_in(text).named == named


@pytest.mark.parametrize(
    "text",
    [
        "carried 78 requests over to the next year",
        "新收多少件",
        "上年结转多少件",
        "结转下年度多少件",
        "本年新收",
        "转到下一年",
        "123456件",
        "12.21年",
        "1899年",
        "",
    ],
)
def test_labels_and_other_numbers_name_no_year(text: str) -> None:
    assert years_in(text).silent


@pytest.mark.parametrize(
    ("text", "word", "offset"),
    [("去年多少件", "去年", -1), ("前年", "前年", -2), ("今年", "今年", 0), ("the year before", "the year before", -1)],
)
def test_relative_years_keep_their_word_and_offset(text: str, word: str, offset: int) -> None:
    years = years_in(text)
    assert (years.relative, years.offset, years.named) == (word, offset, ())


def test_open_and_counted_ranges() -> None:
    assert years_in("2020年以来").since == 2020
    assert years_in("近三年").last == 3
    assert years_in("最近2年").last == 2
    assert years_in("历年").every
    assert years_in("每年新收多少").every


def test_a_named_year_outranks_a_relative_one() -> None:
    assert years_in("2021年比上年增加多少") == Years(named=(2021,), spans=((0, 5),))


def test_an_absurd_range_is_its_two_ends() -> None:
    assert years_in("1950年到2090年").named == (1950, 2090)


def test_spans_cover_the_words_that_were_understood() -> None:
    text = "砚溪县2019到2022年新收"
    ((start, end),) = years_in(text).spans
    assert text[start:end] == "2019到2022年"
