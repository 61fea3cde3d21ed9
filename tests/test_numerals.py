from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.language.number import Bound, Kind
from assistant.language.numerals import numbers_in


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("新收1,234件", "1234", "件"),
        ("新收１２３４件", "1234", "件"),
        ("新收1.2万件", "12000", "件"),
        ("三千一百一十九件", "3119", "件"),
        ("一万二千余条", "12000", "条"),
        ("一百零五件", "105", "件"),
        ("占59.5％", "59.5", "%"),
        ("百分之五十九点五", "59.5", "%"),
        ("近六成", "60", "%"),
        ("六成五", "65", "%"),
        ("提高3.2个百分点", "3.2", "个百分点"),
        ("收费7.3亿元", "7.3", "亿元"),
        ("是上年的2.3倍", "2.3", "倍"),
        ("翻了一番", "1", "番"),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    (number,) = numbers_in(text)
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "2021年3月22日",
        "国办发〔2020〕17号",
        "第二十条第（一）项",
        "一是坚持公开",
        "三个方面",
        "电话0190-3182635",
        "《关于20件实事的通知》",
        "12345热线",
        "进一步",
        "（1）加强领导",
    ],
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert numbers_in(text) == []


@pytest.mark.parametrize(
    ("text", "actual", "holds"),
    [
        ("3119件", "3119", True),
        ("3119件", "3191", False),
        ("约3100件", "3119", True),
        ("约3200件", "3119", False),
        ("三千件", "3119", False),
        ("三千一百件", "3119", False),
        ("一万二千件", "12340", False),
        ("一百二十件", "119", False),
        ("一万二件", "12340", True),
        ("一万二件", "12600", False),
        ("十二万件", "119800", True),
        ("十二万件", "119400", True),
        ("十二万件", "112000", False),
        ("五十万元", "496000", True),
        ("3000余件", "3119", True),
        ("3000余件", "2990", False),
        ("近3200件", "3119", True),
        ("近4000件", "3119", False),
        ("超过3000件", "3119", True),
        ("不足3000件", "3119", False),
        ("不少于3119件", "3119", True),
        ("3.1千件", "3119", True),
        ("59.5%", "59.54", True),
        ("59.6%", "59.54", False),
        ("近六成", "59.54", True),
        ("过半", "59.54", True),
        ("三分之二", "66.4", True),
        ("1.2万件", "12499", True),
        ("1.2万件", "12501", False),
    ],
)
def test_a_number_stands_for_what_rounds_to_it(text: str, actual: str, holds: bool) -> None:
    (number,) = numbers_in(text)
    assert number.agrees(Decimal(actual)) is holds


def test_bounds_and_kinds() -> None:
    found = numbers_in("约3100件，超过12.5%，不到2.3倍，增加0.5个百分点，68万元左右")
    assert [n.bound for n in found] == [Bound.ABOUT, Bound.OVER, Bound.UNDER, Bound.EXACT, Bound.ABOUT]
    assert [n.kind for n in found] == [Kind.COUNT, Kind.PERCENT, Kind.TIMES, Kind.POINTS, Kind.MONEY]
