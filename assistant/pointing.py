"""“那年”, “那个单位”: the year or the agency that the answer before came to, as “哪一年最多” comes to a year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from assistant.answer import Answer, Status

_YEAR = re.compile(r"(?:就?在)?(?:那|该)一?个?年(?:度|份)?(?![代轻])|\b(?:in )?that year\b", re.IGNORECASE)
_AGENCY = re.compile(
    r"(?:那|该)一?(?:个|家)?(?:单位|机关|部门)|\bthat (?:agency|authority|department|bureau)\b", re.IGNORECASE
)
_ANY_YEAR = re.compile(r"(?:19|20)\d{2}|[去前今上]年|历年")
T = TypeVar("T")


def points(text: str) -> bool:
    """Whether a question speaks of a year or an agency that only the answer before names."""
    return _YEAR.search(text) is not None or _AGENCY.search(text) is not None


def resolved(text: str, before: Answer) -> str:
    """The question with the year or the agency in place of the words that point at it.

    Where the answer before came to several, or to none, the words stay: what they mean is then not known.
    """
    if before.status is not Status.ANSWERED:
        return text
    chinese = re.search(r"[\u4e00-\u9fff]", text) is not None
    year = _only(figure.year for figure in before.figures)
    agency = _only(figure.agency for figure in before.figures)
    said = "" if year is None else f"{year}年" if chinese else f"in {year}"
    if said:
        text = _YEAR.sub(said, text)
    if agency is not None and _AGENCY.search(text):  # it is spoken of as it was then
        dated = said if chinese and not _ANY_YEAR.search(text) else ""
        text = _AGENCY.sub(agency + dated, text)
    return text


def _only(values: Iterable[T | None]) -> T | None:
    different = set(values)
    return different.pop() if len(different) == 1 else None
