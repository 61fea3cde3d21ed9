"""A question as understood: what sort of answer it wants, of what, about whom, and for when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding.agencies import Mention
from assistant.understanding.claims import Claim
from assistant.understanding.terms import Term
from assistant.understanding.years import Years


class Kind(StrEnum):
    """What sort of answer a question wants."""

    FIGURE = "figure"
    TEXT = "text"
    PERSONAL = "personal"


class Parts(StrEnum):
    """Which parts of a quantity are to be put in order."""

    ROWS = "rows"
    COLUMNS = "columns"


class Operation(StrEnum):
    """What is to be done with the figures."""

    VALUE = "value"
    SHARE = "share"
    SHARE_CHANGE = "share_change"
    """How many percentage points a share went up or down."""
    DIFFERENCE = "difference"
    GREATER = "greater"
    """Which of two is more, and by how much."""
    GROWTH = "growth"
    RATIO = "ratio"
    """How many times as much."""
    COMPARABLE = "comparable"
    CARRY_OVER = "carry_over"
    """Whether what one year left over is what the next one began with."""
    TOTAL = "total"
    """One sum over several reports."""
    AVERAGE = "average"
    MEDIAN = "median"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    TOP = "top"
    """The first few from the top."""
    BOTTOM = "bottom"
    RANK = "rank"
    """Which place one report takes among others."""
    SELECT = "select"
    """Which reports satisfy a condition."""
    COUNT = "count"
    """How many reports do."""
    TREND = "trend"
    UNSUPPORTED = "unsupported"
    """An operation that is recognised but not offered: the mean of shares."""


OVER_REPORTS = frozenset(
    {
        Operation.TOTAL,
        Operation.AVERAGE,
        Operation.MEDIAN,
        Operation.MAXIMUM,
        Operation.MINIMUM,
        Operation.TOP,
        Operation.BOTTOM,
        Operation.RANK,
        Operation.SELECT,
        Operation.COUNT,
        Operation.TREND,
    }
)
"""Operations that set several reports side by side; asked of one agency without a year they mean all its years."""

OF_TWO = frozenset({Operation.DIFFERENCE, Operation.GREATER, Operation.GROWTH, Operation.RATIO, Operation.SHARE_CHANGE})
"""Operations on two figures; where one of them lacks there is no answer."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as understood. Agencies and years are what the words say, not yet what the library has."""

    text: str
    standalone: str
    kind: Kind
    operation: Operation
    terms: tuple[Term, ...]
    denominator: tuple[Term, ...]
    mentions: tuple[Mention, ...]
    stranger: str | None
    """A place that is named and is not in the library."""
    years: Years
    unit: str | None
    """The unit or measure word that is asked for ("多少条" → 条)."""
    content: str
    """The words that are left when scope, dictionary and question words are taken out."""
    focus: str = ""
    """The last words before the number that is asked for, or the first behind it."""
    topic: str = ""
    """The words that say what is asked: the question's own, or those of the question that it follows up."""
    everyone: bool = False
    """Whether the question is about all agencies that are loaded ("哪个单位最多")."""
    whether: bool = False
    """Whether it asks for yes or no ("有没有…")."""
    foreign: bool = False
    """Whether it counts something that the forms do not: neither it nor what follows it up is theirs."""
    general: bool = False
    """Whether every report could answer it ("联系电话", "存在哪些问题"), so that the agency must be known."""
    divided: tuple[str, str] | None = None
    """The two sides of "…占…" where the forms' dictionary does not know them."""
    places: int = 1
    """How many places from the top, or from the bottom, are asked for."""
    parts: Parts | None = None
    """Which parts of the quantity are asked for ("哪一项理由最多"), where it is not whole reports that are compared."""
    over_years: bool = False
    """Whether a place is asked for among the years of one agency ("在历年里排第几")."""
    condition: Claim | None = None
    """What the value must be like, for an operation that selects or counts."""
    mended: tuple[tuple[str, str], ...] = ()
    """Slips of typing and names in Latin letters: what was written, and what is understood by it."""
