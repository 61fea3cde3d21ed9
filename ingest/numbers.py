"""Read what stands in a cell: a number with its unit and note, nothing, or something that is no number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_NUMBER = re.compile(
    r"""^(?P<sign>[-+−－–]?)\s*
        (?P<digits>[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?P<fraction>\.\d+)?\s*
        (?P<unit>%|万元|亿元|元|件|条|项|次|人次|个|人)?\s*
        (?P<note>[(][^()]*[)])?$""",
    re.VERBOSE | re.DOTALL,
)
_MARKS = re.compile(r"\s*(?:[²³¹⁰⁴-⁹₀-₉①-⓿❶-➓*※†‡]+|[\[〔［]\d{1,2}[\]〕］])\s*$")
"""Marks of notes behind a number: raised or circled digits, stars, numbers in square brackets."""
_OTHER_DIGITS = re.compile(r"[²³¹⁰⁴-⁹₀-₉①-⓿❶-➓]")
"""Digits of another kind, which compatibility forms would run together with a number's own."""
_POWER = re.compile(r"10\s*[²³¹⁰⁴-⁹]+$")
_NOUGHT = "零"
_DASHES = frozenset({"/", "\\", "-", "--", "—", "——", "–", "－", "无"})


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number as a cell states it, copied digit by digit."""

    value: Decimal
    unit: str | None
    note: str | None


@lru_cache(maxsize=8_192)
def cell_number(text: str) -> CellNumber | None:
    """The number that a cell states; None when it states none or more than one.

    A whole number with leading zeros is a code, or several cells run together.
    """
    if text.strip() == _NOUGHT:
        return CellNumber(Decimal(0), None, None)
    mark = _MARKS.search(text)
    bare = text[: mark.start()] if mark else text
    match = _NUMBER.match(unicodedata.normalize("NFKC", bare).strip())
    if match is None or _OTHER_DIGITS.search(bare) or _POWER.search(text):
        return None
    sign = "-" if match["sign"] in ("-", "−", "－", "–") else ""
    digits = match["digits"].replace(",", "") + (match["fraction"] or "")
    note = match["note"] or (mark.group().strip() if mark else None)
    return CellNumber(Decimal(sign + digits), match["unit"], note)


def is_blank(text: str) -> bool:
    """Whether a cell states nothing: empty, white space, or a dash where a number would stand."""
    stated = text.strip()
    return not stated or stated in _DASHES


def is_numeric(text: str) -> bool:
    """Whether a cell holds one number."""
    return cell_number(text) is not None
