"""The texts of cells: folded so that they can be compared, and what sort of thing they hold."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(
    r"[(（]?[-+−－]?[¥￥$]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[)）]?(?:%|‰|[\u4e00-\u9fff㎡²³]{0,4}|[a-z]{1,4})"
)
_DATE = re.compile(r"(?:19|20)\d{2}(?:年(?:度|末|初)?|[-./年]\d{1,2}(?:月|[-./月]\d{1,2}日?)?)?")
_BLANK = re.compile(r"[-－—–/\\*×…\s]*")


def plain_text(text: str) -> str:
    """A text without white space, full-width forms and case: what is compared."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def kind_of(text: str) -> str:
    """What a cell holds: "blank", "number", "date" or "text"."""
    said = plain_text(text)
    if _BLANK.fullmatch(said):
        return "blank"
    if _DATE.fullmatch(said):
        return "date"
    return "number" if _NUMBER.fullmatch(said) else "text"
