"""Chinese numerals and plain digits as values."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SPELLED = "[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
_SIZES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
_ONES = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def value_of(spelled: str) -> Decimal | None:
    """The value of a number in Chinese numerals or plain digits; None when it is not one."""
    if re.fullmatch(DIGITS, spelled):
        return Decimal(spelled.replace(",", ""))
    whole, _, fraction = spelled.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if fraction:
        return Decimal(f"{value}.{''.join(str(_ONES[char]) for char in fraction)}")
    return Decimal(value)


def _whole(spelled: str) -> int | None:
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        if mark in spelled:
            head, _, tail = spelled.rpartition(mark)
            first = _whole(head) if head else 1
            rest = _below(tail, size) if tail else 0
            return None if first is None or rest is None else first * size + rest
    return _thousands(spelled)


def _below(tail: str, size: int) -> int | None:
    """What follows 万 or 亿: “一万二” is twelve thousand, “一万零二” ten thousand and two."""
    if len(tail) == 1 and tail in _ONES and tail not in "零〇":
        return _ONES[tail] * size // 10
    return _whole(tail)


def _thousands(spelled: str) -> int | None:
    if spelled and all(char in _ONES for char in spelled):
        return int("".join(str(_ONES[char]) for char in spelled)) if len(spelled) == 1 or "〇" in spelled else None
    total, digit = 0, None
    last = 1
    for char in spelled:
        if char in _ONES:
            digit = _ONES[char] if char not in "零〇" else None
            last = 1 if char in "零〇" else last
        elif char in _TENS:
            total += (digit if digit is not None else 1) * _TENS[char]
            digit, last = None, _TENS[char]
        else:
            return None
    if digit is not None:
        total += digit * (last // 10 if last > 10 else 1)
    return total


def spelled_step(spelled: str) -> Decimal:
    """The last place that a spelled number names: 一万二 (1.2万) is exact to the thousand, 十二万 (12万) to the 万.

    A number written out to its end is exact as its digits are: 三千 is 3000.
    """
    if "点" in spelled:
        return Decimal(1).scaleb(-len(spelled.partition("点")[2]))
    if spelled[-1] in "万亿":
        return _SIZES[spelled[-1]]
    before = _SIZES.get(spelled[-2:-1])
    return before / 10 if before and before > 10 and spelled[-1] in _ONES else Decimal(1)
