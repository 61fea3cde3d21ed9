from __future__ import annotations

from itertools import pairwise

import pytest

from assistant.language.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_ends_at_chinese_stops_and_keeps_the_stop() -> None:
    assert split("全年受理5件。均已办结！是否延期？没有；") == ["全年受理5件。", "均已办结！", "是否延期？", "没有；"]


def test_closing_quotes_belong_to_the_sentence() -> None:
    assert split("坚持“先审查、后公开。”随后发布。") == ["坚持“先审查、后公开。”", "随后发布。"]


def test_line_ends_end_a_sentence_and_white_space_is_left_out() -> None:
    text = "  一、总体情况\n\n 全年公开 8 条 。"
    assert split(text) == ["一、总体情况", "全年公开 8 条 。"]


def test_an_aside_in_brackets_is_not_cut() -> None:
    assert split("请联系办公室（地址：中心路1号；邮编：100001；电话：12345678）。谢谢。") == [
        "请联系办公室（地址：中心路1号；邮编：100001；电话：12345678）。",
        "谢谢。",
    ]


def test_a_bracket_that_never_closes_does_not_swallow_the_rest() -> None:
    assert split("公开信息（含政策8条。另有3条。\n下一行）。") == ["公开信息（含政策8条。", "另有3条。", "下一行）。"]


def test_decimals_addresses_and_numbers_are_not_cut() -> None:
    text = "满意率99.5%，见 https://www.example.cn/a?id=1&b=2 和附件1.2节。"
    assert split(text) == [text]


@pytest.mark.parametrize("text", ["", " \n\t ", "。"])
def test_every_other_character_is_in_exactly_one_span(text: str) -> None:
    assert "".join(split(text)) == text.strip()


def test_spans_are_ordered_and_cover_all_but_white_space() -> None:
    text = "甲（乙；丙）。丁“戊！”己\n庚；\n\n辛"
    spans = sentences(text)
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans) == text.replace("\n", "")
