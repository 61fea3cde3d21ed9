"""Which figure of a budget's life is meant: planned at first, planned anew, carried out, or settled.

预算, 调整预算, 执行数 and 决算 of one item stand side by side in the same words and are different figures: one never
answers for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum


class Phase(StrEnum):
    """A stage of a budget."""

    BUDGET = "预算"
    ADJUSTED = "调整预算"
    CARRIED_OUT = "执行数"
    SETTLED = "决算"


_NAMES = re.compile(
    r"(?:一般公共|政府性基金|国有资本经营|社会保险基金|社保基金|公共财政|全口径|基金)预算(?!数)|预算(?:单位|法|管理|绩效|外|内|科|处|局|股|编制|公开)"
    r"|决算公开|预决算公开|非预算"
)
"""Names of accounts and of things, that say nothing of the stage."""
_PHASES = (
    (Phase.ADJUSTED, re.compile(r"(?:调整|变更)后?(?:的)?预算数?|预算调整(?:数|后)|调整数")),
    (Phase.CARRIED_OUT, re.compile(r"(?:预算)?(?:实际)?执行(?:数|完成数|情况|结果)|预算执行|实际执行")),
    (Phase.BUDGET, re.compile(r"(?:年初|当年|本年)?预算数?|budget(?:ed)?(?!\w)", re.IGNORECASE)),
    (Phase.SETTLED, re.compile(r"决算数?|settled|final accounts?", re.IGNORECASE)),
)
_BOTH = re.compile(r"预决算")


def phases_in(text: str) -> frozenset[Phase]:
    """The stages that a text names."""
    return frozenset(phase for phase, _ in _found(text))


def last_in(text: str) -> Phase | None:
    """The stage that a text names last."""
    return max(_found(text), key=lambda one: one[1], default=(None, 0))[0]


def without_phases(text: str) -> str:
    """A text without the words that name stages: what is left names the thing ("会议费支出决算" → "会议费支出 ")."""
    for _, pattern in _PHASES:
        text = pattern.sub(" ", text)
    return text


def may_answer(asked: frozenset[Phase], places: Iterable[str]) -> bool:
    """Whether a figure is of the stages asked for.

    `places` say where it stands, the nearest first (its column, its row, its table, its report): the first of them that
    names a stage decides; where none does, nothing is proved.
    """
    if not asked:
        return True
    own = next((found for place in places if (found := phases_in(place))), frozenset[Phase]())
    return bool(own) and own <= asked


def _found(text: str) -> list[tuple[Phase, int]]:
    rest = _NAMES.sub(lambda name: " " * len(name[0]), "".join(text.split()))
    rest = _BOTH.sub("预算决算", rest)
    found = []
    for phase, pattern in _PHASES:
        found += [(phase, match.start()) for match in pattern.finditer(rest)]
        rest = pattern.sub(lambda said: " " * len(said[0]), rest)
    return found
