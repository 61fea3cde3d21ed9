"""Slips of typing and names in Latin letters: what is understood, and what is left alone."""

from __future__ import annotations

import pytest

from assistant.understanding.agencies import AgencyNames
from assistant.understanding.slips import mended

NAMES = AgencyNames(
    ["砚溪县人民政府", "砚溪县财政局", "砚溪县公安局", "砚溪县教育体育局", "青荷综合实验区", "霁川市人民政府"]
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("青荷综合实验去2021年新收几件", "青荷综合实验区2021年新收几件"),
        ("砚溪县财政据2021年新收几件", "砚溪县财政局2021年新收几件"),
        ("砚溪县2021年行政处法多少件", "砚溪县2021年行政处罚多少件"),
        ("砚溪县2021年形政许可多少件", "砚溪县2021年行政许可多少件"),
        ("How many requests did Yanxi receive in 2021?", "How many requests did 砚溪 receive in 2021?"),
        ("How many requests did Ji'chuan City receive in 2021?", "How many requests did 霁川 receive in 2021?"),
        ("How many did the Yanxi finance bureau get?", "How many did the 砚溪县财政局 get?"),
        ("How many did the Finance Bureau of Yanxi County get?", "How many did the 砚溪县财政局 get?"),
        ("How many did Yanxi County's Bureau of Education and Sports get?", "How many did 砚溪县教育体育局 get?"),
        ("How many did the Yanxi Public Security Bureau get?", "How many did the 砚溪县公安局 get?"),
        ("How many did the Yanxi County Bureau of Public Security get?", "How many did the 砚溪县公安局 get?"),
        (
            "How many did the Bureau of Finance of Yanxi County People's Government get?",
            "How many did the 砚溪县财政局 get?",
        ),
        ("Which office handles requests in Yanxi?", "Which office handles requests in 砚溪?"),
        ("How many did the Bureau of Finance of Yanxi receive?", "How many did the 砚溪县财政局 receive?"),
    ],
)
def test_a_slip_is_mended_and_told(written: str, meant: str) -> None:
    text, understood = mended(written, NAMES)
    assert text == meant
    assert len(understood) == 1


@pytest.mark.parametrize(
    "text",
    [
        "砚溪县公路局2021年新收几件",  # another body, one character away: it does not sound alike
        "燕溪县公安局2021年新收几件",  # another place that sounds alike
        "砚溪县2021年全不公开的几件",  # 不 is no slip for 部: it would turn the meaning
        "砚溪县2021年行政处罚多少件",
        "How many requests did the Yanxi Tobacco Bureau receive?",  # not the county's government
        "How many requests did the Finance and Health Bureau of Yanxi receive?",  # no one body there has both
        "How many requests did Nanhe receive in 2021?",
    ],
)
def test_what_may_mean_something_else_is_left_alone(text: str) -> None:
    assert mended(text, NAMES) == (text, ())
