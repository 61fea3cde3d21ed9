"""A number that a question puts forward: “办结2538件对吗”, “超过100件吗”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.language.spelled import value_of

_CLAIM = re.compile(
    r"(?:(?P<most>不超过|(?<!有)没有?超过|至多|最多|不多于|不高于|不大于)"
    r"|(?P<least>达到?|至少|不少于|不低于|不小于)"
    r"|(?P<more>超过|多于|大于|高于|突破|more than|over|above)"
    r"|(?P<less>不到|少于|小于|低于|不足|less than|fewer than|under|below))?"
    r"\s*(?<![第\d.])(?:(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>[万亿]?)"
    r"|(?<![第一二两三四五六七八九十百千万零〇])(?P<spelled>[一二两三四五六七八九]?[十百千万][一二两三四五六七八九十百千万零〇]*))\s*"
    r"(?:件|条|项|个|次|人次|元|%|％|requests|applications|items)"
    r"(?P<up>及?以上|或以上|或更多)?(?P<down>及?以下|以内|或以下)?"
)
_SIGNS = ((">", ("more",)), ("<", ("less",)), (">=", ("least", "up")), ("<=", ("most", "down")))
_SCALES = {"": 1, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Claim:
    """A number put forward, and how the stated figure should compare with it."""

    relation: str
    """One of "=", ">", "<", ">=", "<="."""
    value: Decimal

    def holds(self, stated: Decimal) -> bool:
        """Whether the stated figure is as claimed."""
        relations = {
            "=": stated == self.value,
            ">": stated > self.value,
            "<": stated < self.value,
            ">=": stated >= self.value,
            "<=": stated <= self.value,
        }
        return relations[self.relation]


def claims_span(text: str) -> tuple[int, int] | None:
    """Where the number that a question puts forward stands, with the words that say how it compares."""
    match = _CLAIM.search(text)
    return match.span() if match else None


def claim_in(text: str) -> Claim | None:
    """The number with a unit that a question puts forward; None when it puts forward none."""
    match = _CLAIM.search(text)
    if match is None:
        return None
    relation = next((sign for sign, name in _SIGNS for part in name if match[part]), "=")
    value = value_of(match["spelled"] or match["number"])
    return None if value is None else Claim(relation, value * _SCALES[match["scale"] or ""])
