"""What each of several reports gives for one thing that is asked: a quantity of a form, or a share of two.

Whatever sets reports side by side (a sum, a rank, a trend, a change) works on these, so that a share can be ranked and
a sum can change as a single cell can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant import arithmetic, phrasing
from assistant.answer import Answer, AnswerFigure, Reason
from assistant.answers import values
from assistant.arithmetic import plain
from assistant.catalog import Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.lookup import Quantity, quantities, same_definition
from assistant.report import FigureStatus
from assistant.understanding.terms import Term


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked of every report: a term, or its share of another."""

    term: Term
    whole: Term | None = None

    def label(self, language: str) -> str:
        """What it is called; a share names its denominator."""
        return self.term.label(language) + (f" ÷ {self.whole.label(language)}" if self.whole else "")


@dataclass(frozen=True, slots=True)
class Scored:
    """What one report gives for a subject."""

    target: Target
    subject: Subject
    quantities: tuple[Quantity, ...]
    """The term's quantity; for a share the denominator's as well."""
    value: Decimal | None
    gap: str | None
    """Why there is no value, in words; None where there is one."""

    @property
    def unit(self) -> str | None:
        """The value's unit; "%" for a share."""
        return "%" if self.subject.whole else self.quantities[0].unit


def score(library: Library, targets: Sequence[Target], subject: Subject, language: str) -> list[Scored]:
    """What each report gives, in the order of the reports."""
    terms = [subject.term, *([subject.whole] if subject.whole else [])]
    found = quantities(library, targets, terms)
    step = len(terms)
    return [
        _scored(target, subject, tuple(found[n * step : (n + 1) * step]), language) for n, target in enumerate(targets)
    ]


def _scored(target: Target, subject: Subject, found: tuple[Quantity, ...], language: str) -> Scored:
    lacking = next((one for one in found if one.value is None), None)
    if lacking is not None:
        name = lacking.term.label(language) + phrasing.signs(language).colon if subject.whole else ""
        return Scored(target, subject, found, None, name + values.why(lacking, language))
    top, *rest = [one.value for one in found if one.value is not None]
    if not rest:
        return Scored(target, subject, found, top, None)
    obstacle = share_obstacle(top, rest[0], language)
    if obstacle:
        comma = phrasing.signs(language).comma
        return Scored(target, subject, found, None, f"{plain(top)} ÷ {plain(rest[0])}{comma}{obstacle}")
    return Scored(target, subject, found, arithmetic.share(top, rest[0]), None)


def share_obstacle(top: Decimal, bottom: Decimal, language: str) -> str | None:
    """Why one number is no share of another; None when it is one."""
    if bottom == 0:
        return "分母为 0" if language == "zh" else "the denominator is 0"
    if top > bottom:
        return "分子大于分母，不是其中的一部分" if language == "zh" else "the first is larger and no part of the second"
    return None


def operands(draft: Draft, one: Scored) -> list[AnswerFigure]:
    """The cells behind a value, cited."""
    return [draft.operand(figure, values.cell_label(figure)) for part in one.quantities for figure in part.figures]


def formula(one: Scored) -> str:
    """How a value is made of its cells: "12", "(3 + 4)", "(3 + 4) ÷ 20"."""
    parts = []
    for part in one.quantities:
        numbers = [plain(figure.value) for figure in part.figures if figure.value is not None]
        parts.append(numbers[0] if len(numbers) == 1 else f"({' + '.join(numbers)})")
    return " ÷ ".join(parts)


def state(draft: Draft, one: Scored) -> list[AnswerFigure]:
    """Assert a value; returns its cited cells."""
    label = one.subject.label(draft.language)
    figures = [figure for part in one.quantities for figure in part.figures]
    if len(figures) == 1:
        return [draft.state(figures[0], label)]
    cited = operands(draft, one)
    if one.value is not None:
        unit = phrasing.number(one.value, "%" if one.subject.whole else None, "zh")
        draft.derive(one.value, one.unit, label, f"{formula(one)} = {unit}", cited)
    note_filled(draft, one)
    return cited


def note_filled(draft: Draft, one: Scored) -> None:
    """Say where a blank total was made of its parts."""
    for part in one.quantities:
        if part.filled:
            draft.note(values.filled_note(part, draft.language))


def shown(one: Scored, language: str) -> str:
    """A value with its unit; a share with the fraction it is."""
    assert one.value is not None
    number = phrasing.number(one.value, one.unit, language)
    return f"{formula(one)} = {number}" if one.subject.whole else number


def line(draft: Draft, one: Scored, cited: Sequence[AnswerFigure], *, bold: bool = False) -> str:
    """One report's value with its marks, or why it gives none."""
    who = phrasing.who(one.target, draft.language)
    if one.value is None:
        return f"{who}{draft.signs.colon}{one.gap}"
    mark = "**" if bold else ""
    rebuilt = any(part.status is FigureStatus.RECONSTRUCTED for part in one.quantities)
    how = draft.signs.aside(phrasing.status(FigureStatus.RECONSTRUCTED, draft.language)) if rebuilt else ""
    return f"{who}{draft.signs.colon}{mark}{shown(one, draft.language)}{mark}{how} {draft.marks(cited)}"


def one_definition(found: Sequence[Scored]) -> bool:
    """Whether all values count the same thing in the same unit."""
    return odd_one(found) is None


def odd_one(found: Sequence[Scored]) -> Scored | None:
    """The first whose definition or unit is not that of the first of all."""
    first = found[0]
    return next(
        (
            one
            for one in found[1:]
            if one.unit != first.unit
            or not all(same_definition(a, b) for a, b in zip(first.quantities, one.quantities, strict=True))
        ),
        None,
    )


def refused(library: Library, draft: Draft, found: Sequence[Scored]) -> Answer:
    """Why these reports cannot be set side by side: nothing stated, another definition, or a gap."""
    stated = [one for one in found if one.value is not None]
    if not stated:
        broken = next((one for one in found if all(part.value is not None for part in one.quantities)), None)
        if broken is not None:
            operands(draft, broken)
            label = broken.subject.label(draft.language)
            return draft.refused_for(Reason.NOT_COMPUTABLE, f"{label} = {broken.gap}。")
        return values.none(library, draft, [part for one in found for part in one.quantities if part.value is None])
    odd = odd_one(stated)
    if odd is not None:
        for one in (stated[0], odd):
            operands(draft, one)
        return draft.refused_for(Reason.NOT_COMPARABLE, different(stated[0], odd, draft.language))
    return draft.refused_for(Reason.NOT_COMPUTABLE, "；".join(gaps(found, draft.language)))


def different(first: Scored, second: Scored, language: str) -> str:
    """How two values differ in what they count, or in their unit."""
    for a, b in zip(first.quantities, second.quantities, strict=True):
        if not same_definition(a, b):
            return values.change_of_definition(a, b, language)
    units = (first.unit or "—", second.unit or "—")
    return (
        f"单位不同（{units[0]}、{units[1]}）。" if language == "zh" else f"the units differ ({units[0]}, {units[1]})."
    )


def gaps(found: Sequence[Scored], language: str) -> list[str]:
    """What each report without a value lacks."""
    colon = phrasing.signs(language).colon
    return [f"{phrasing.who(one.target, language)}{colon}{one.gap}" for one in found if one.value is None]


def note_gaps(draft: Draft, found: Sequence[Scored]) -> None:
    """Name every report that gives no value."""
    for gap in gaps(found, draft.language):
        draft.note(gap)


def note_rounding(draft: Draft) -> None:
    """Say how percentages are rounded."""
    draft.note(
        "百分比四舍五入到两位小数。" if draft.language == "zh" else "Percentages are rounded half up to two places."
    )
