from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.numbers import CellNumber, cell_number, is_blank, is_numeric


@pytest.mark.parametrize(
    ("text", "value", "unit", "note"),
    [
        ("0", "0", None, None),
        (" 3119 ", "3119", None, None),
        ("３１１９", "3119", None, None),
        ("3,985,758", "3985758", None, None),
        ("96171.6", "96171.6", None, None),
        ("96171.60", "96171.60", None, None),
        ("-15", "-15", None, None),
        ("－15", "-15", None, None),
        ("−15", "-15", None, None),
        ("+4", "4", None, None),
        ("984361元", "984361", "元", None),
        ("25.6 万元", "25.6", "万元", None),
        ("7人次", "7", "人次", None),
        ("22（其中修订 16 件）", "22", None, "(其中修订 16 件)"),
        ("22件（修订\n16件）", "22", "件", "(修订\n16件)"),
        ("155³", "155", None, "³"),
        ("155①", "155", None, "①"),
        ("0 件²", "0", "件", "²"),
        ("12[3]", "12", None, "[3]"),
        ("7*", "7", None, "*"),
        ("12（含转办）②", "12", None, "(含转办)"),
    ],
)
def test_a_cell_states_a_number(text: str, value: str, unit: str | None, note: str | None) -> None:
    found = cell_number(text)
    assert found == CellNumber(Decimal(value), unit, note)
    assert str(found.value) == value  # no digit is added or lost


def test_a_nought_may_be_a_word() -> None:
    assert cell_number("零") == CellNumber(Decimal(0), None, None)


@pytest.mark.parametrize(
    "text",
    ["", "/", "3、4", "3 4", "约5", "5?", "1.", ".5", "007", "00", "03119", "1,23", "12,34,567", "3件2", "见附件",
     "2020年", "1.2.3", "--5", "5（见注", "三",
     "10²", "①155", "1①5", "155½", "155㎡", "②", "[3]"],
)  # fmt: skip
def test_what_states_no_number_or_several(text: str) -> None:
    assert cell_number(text) is None
    assert not is_numeric(text)


@pytest.mark.parametrize("text", ["", "  ", "\n", "\u00a0", "/", " - ", "—", "——", "－", "无"])
def test_blank_is_not_zero(text: str) -> None:
    assert is_blank(text)
    assert cell_number(text) is None


@pytest.mark.parametrize("text", ["0", "0.0", "-1", "无法提供", "/5"])
def test_what_is_not_blank(text: str) -> None:
    assert not is_blank(text)
