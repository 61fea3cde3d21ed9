"""A structured question: what a program or a model asks for in fields instead of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.agencies import AgencyNames, Mention
from assistant.understanding.claims import claim_in
from assistant.understanding.inquiry import Inquiry, Kind, Operation
from assistant.understanding.operations import OVER_YEARS
from assistant.understanding.quantities import whole_of
from assistant.understanding.terms import Term, joined, terms_in
from assistant.understanding.years import Years

_OF_SHARES = (Operation.SHARE, Operation.SHARE_CHANGE)


@dataclass(frozen=True, slots=True)
class Request:
    """Agencies, years, one measure of the forms, and what to do with it. Nothing in it is a query language."""

    measure: str
    """Words of a row, a group or an outcome, as people say them: "不予公开", "新收", "行政许可处理决定"."""
    agencies: tuple[str, ...] = ()
    """Any of their names; none means every agency that is loaded."""
    years: tuple[int, ...] = ()
    """Report years; none means every year that is loaded."""
    columns: str | None = None
    """Words of the applicants: "商业企业", "法人或其他组织"; None means the total."""
    operation: Operation = Operation.VALUE
    of: str | None = None
    """What a share is of; None means everything handled."""
    places: int = 1
    """How many places, for "top" and "bottom"."""
    condition: str | None = None
    """What reports must satisfy, for "select" and "count": "超过100件"."""

    @property
    def text(self) -> str:
        """The request as one would say it."""
        when = "、".join(map(str, self.years)) + "年" if self.years else ""
        share = f"占{self.of}的比例" if self.of else ""
        parts = ["、".join(self.agencies), when, self.columns or "", self.measure, share, self.condition or ""]
        return "".join(parts) + (f"（{self.operation.value}）" if self.operation is not Operation.VALUE else "")


def inquiry_of(request: Request, names: AgencyNames) -> Inquiry:
    """The inquiry that a sentence with the same meaning would be."""
    mentions = _mentions(request.agencies, names)
    terms = tuple(terms_in(f"{request.columns or ''}{request.measure}"))
    denominator: tuple[Term, ...] = ()
    if terms and (request.of or request.operation in _OF_SHARES):
        terms, denominator = _share(terms, request.of)
    return Inquiry(
        text=request.text,
        standalone=request.text,
        kind=Kind.FIGURE,
        operation=request.operation,
        terms=terms,
        denominator=denominator,
        mentions=mentions,
        stranger=None,
        years=Years(named=request.years, every=not request.years),
        unit=None,
        content=request.measure,
        topic=request.text,
        everyone=not request.agencies,
        places=request.places,
        condition=claim_in(request.condition) if request.condition else None,
        over_years=OVER_YEARS.search(request.text) is not None or not request.years,
    )


def _mentions(agencies: Sequence[str], names: AgencyNames) -> tuple[Mention, ...]:
    """What each name means; a name that fits no agency is a mention of none, which is refused by name."""
    found: list[Mention] = []
    for name in agencies:
        known = names.find(name)
        found.extend(known or [Mention(0, len(name), name, ())])
    return tuple(found)


def _share(terms: tuple[Term, ...], of: str | None) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """One part and its whole; () where the fields name none that can be added."""
    under = terms_in(of) if of else [whole_of(terms[0])]
    try:
        return (joined(terms),), (joined(under),)
    except ValueError:
        return (), ()
