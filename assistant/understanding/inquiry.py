"""A question as understood: what sort of answer it wants, of what, about whom, and for when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding.agencies import Mention
from assistant.understanding.measures import Term
from assistant.understanding.years import Years


class Kind(StrEnum):
    """What sort of answer a question wants."""

    FIGURE = "figure"
    TEXT = "text"
    PERSONAL = "personal"


class Operation(StrEnum):
    """What is to be done with the figures."""

    VALUE = "value"
    SHARE = "share"
    DIFFERENCE = "difference"
    GROWTH = "growth"
    COMPARABLE = "comparable"
    TOTAL = "total"
    """One sum over several reports."""
    AVERAGE = "average"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    UNSUPPORTED = "unsupported"
    """An operation that is recognised but not offered: the change of a share, a median, a place in the middle."""


OVER_REPORTS = (Operation.TOTAL, Operation.AVERAGE, Operation.MAXIMUM, Operation.MINIMUM)
"""Operations that make one number out of several reports."""


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
