"""Text as readers hand it on: NFC, no radicals for characters, nothing invisible, white space folded, no gaps inside
Chinese.

Full-width digits stay as they are, and so do spaces between digits: both may carry meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff\x00-\x08\x0e-\x1b\x7f]"
)
_SPACE = re.compile(r"\s+")
_CJK = (
    "\u2018\u2019\u201c\u201d\u2014\u2026\u2e80-\u9fff\uf900-\ufaff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U00020000-\U0003ffff"
)
_CJK_GAP = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_WORD_SEAM = re.compile(r"[A-Za-z] [A-Za-z]")


_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\u200b\u2060-\u2064]")
"""Direction marks, which show characters in another order, tag characters, and characters without width."""


_RADICAL = re.compile("[\u2e80-\u2fd5]")
_SUPPLEMENT = dict(
    zip(
        "⺠⺟⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "民母虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals that Unicode's compatibility mappings leave alone."""


def nfc(text: str) -> str:
    """NFC with characters in the place of radicals that look the same: PDFs printed by a browser are full of them."""
    return _RADICAL.sub(_character, unicodedata.normalize("NFC", text))


def _character(radical: re.Match[str]) -> str:
    return _SUPPLEMENT.get(radical.group()) or unicodedata.normalize("NFKC", radical.group())


def invisible(text: str) -> int:
    """How many characters of a text deceive the eye: they are removed before it is read, and that is to be said."""
    return len(_DECEIVING.findall(text))


def fold(text: str) -> str:
    """`nfc`, invisible characters removed, every run of white space one space, trimmed."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", nfc(text))).strip()


def close_gaps(text: str) -> str:
    """Removes the single spaces that stand between two Chinese characters or marks."""
    return _CJK_GAP.sub("", text)


def clean(text: str) -> str:
    """`fold` and `close_gaps`: what a paragraph or a cell holds."""
    return close_gaps(fold(text))


def join_wrapped(lines: Iterable[str]) -> str:
    """Joins the lines of one wrapped run; a space stays only between two Latin words."""
    joined = ""
    for line in map(fold, lines):
        seam = f"{joined[-1:]} {line[:1]}"
        joined += (" " if _WORD_SEAM.fullmatch(seam) else "") + line
    return close_gaps(joined)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def raised(text: str, *, below: bool = False) -> str:
    """Digits that a format sets above the line, or below it, as the characters for such: no digits of a number."""
    return text.translate(_LOWERED if below else _RAISED) if re.fullmatch(r"\s*\d+\s*", text, re.ASCII) else text


def words(text: str) -> frozenset[str]:
    """A set of names written as one string."""
    return frozenset(text.split())
