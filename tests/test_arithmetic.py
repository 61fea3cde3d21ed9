from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.arithmetic import NotComputableError, growth, plain, share, total


def test_a_sum_keeps_every_decimal() -> None:
    assert total([Decimal("0.1")] * 3) == Decimal("0.3")
    assert total([]) == 0
    assert total([Decimal("12345678901234567890.01"), Decimal("0.09")]) == Decimal("12345678901234567890.10")


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        ("1816", "3050", "59.54"),
        ("1", "3", "33.33"),
        ("2", "3", "66.67"),
        ("1", "800", "0.13"),
        ("1", "8000", "0.01"),
        ("0", "7", "0.00"),
        ("-1", "800", "-0.13"),
    ],
)
def test_a_share_is_rounded_half_up_to_two_places(part: str, whole: str, percent: str) -> None:
    assert str(share(Decimal(part), Decimal(whole))) == percent


def test_growth_is_of_what_was_before() -> None:
    assert growth(Decimal(2237), Decimal(2604)) == Decimal("16.41")
    assert growth(Decimal(143), Decimal(96)) == Decimal("-32.87")


@pytest.mark.parametrize("part", ["0", "5"])
def test_a_zero_denominator_is_refused(part: str) -> None:
    with pytest.raises(NotComputableError, match=f"{part} ÷ 0"):
        share(Decimal(part), Decimal(0))


@pytest.mark.parametrize("text", ["96171.6", "0", "0.00", "-9", "318260", "86213.470"])
def test_a_number_is_written_as_it_was_stated(text: str) -> None:
    assert plain(Decimal(text)) == text


def test_no_exponent_is_ever_written() -> None:
    assert plain(Decimal("1E+6")) == "1000000"
