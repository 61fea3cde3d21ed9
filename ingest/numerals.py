"""Chinese numerals: 一百二十三, 三百六十五万八千, 九十八点五."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {word: place for place, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_ONE = "[一二两三四五六七八九]"
_SECTION = re.compile(
    rf"零?(?:(?P<thousands>{_ONE})千)?零?(?:(?P<hundreds>{_ONE})百)?零?(?:(?P<tens>{_ONE})?(?P<ten>十))?零?(?P<ones>{_ONE})?"
)
_LARGE = (("亿", 10**8), ("万", 10**4))
CHARACTERS = "零〇一二两三四五六七八九十百千万亿"


def numeral(text: str) -> Decimal | None:
    """The number that a Chinese numeral spells; None for what spells none, or more than one (一万二)."""
    whole, point, fraction = text.partition("点")
    value = _whole(whole.replace("〇", "零"))
    if value is None or (point and not (fraction and all(char in _DIGITS for char in fraction))):
        return None
    return Decimal(value) + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction) if point else 0)


def _whole(text: str) -> int | None:
    if text in ("零", "百"):
        return 100 if text == "百" else 0
    for word, size in _LARGE:
        head, found, tail = text.partition(word)
        if found:
            # What follows 万 or 亿 is led by its own place or by 零, else it may be short for the next place (一万二).
            short = len(tail) == 1
            high, low = _whole(head), _whole(tail) if tail else 0
            return None if short or high is None or low is None or low >= size else high * size + low
    return _section(text)


def _section(text: str) -> int | None:
    match = _SECTION.fullmatch(text)
    if match is None or not any(match.groups()) or re.search(rf"[千百]{_ONE}$", text):
        return None
    value = sum(_DIGITS[match[name] or "零"] * size for name, size in (("thousands", 1000), ("hundreds", 100)))
    tens = (_DIGITS[match["tens"]] if match["tens"] else 1) * 10 if match["ten"] else 0
    return value + tens + _DIGITS[match["ones"] or "零"]
