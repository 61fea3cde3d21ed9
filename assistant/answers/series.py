"""Answers over several reports: the sum, the mean, the largest and the smallest of one quantity.

They are stated only over reports that give the quantity, under one definition; every report that does not is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant import arithmetic, phrasing
from assistant.answer import Answer, AnswerFigure, Reason
from assistant.answers import values
from assistant.arithmetic import plain
from assistant.catalog import Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.lookup import Quantity, quantity, same_definition
from assistant.understanding.measures import Term

_PLACES = Decimal("0.01")


def total(library: Library, draft: Draft, targets: Sequence[Target], term: Term) -> Answer:
    """The sum over all reports asked for; refused when one of them does not give the quantity."""
    return _over_all(library, draft, targets, term, mean=False)


def average(library: Library, draft: Draft, targets: Sequence[Target], term: Term) -> Answer:
    """The mean over all reports asked for, to two places, half up; refused when one does not give the quantity."""
    return _over_all(library, draft, targets, term, mean=True)


def extreme(library: Library, draft: Draft, targets: Sequence[Target], term: Term, *, largest: bool) -> Answer:
    """The report or reports with the largest or smallest value, and all values in order."""
    found = [quantity(library, target, term) for target in targets]
    stated = [one for one in found if one.value is not None]
    if not stated or not _one_definition(stated):
        return _refused(library, draft, found, stated)
    ranked = sorted(stated, key=lambda one: _value(one) * (-1 if largest else 1))
    best = [one for one in ranked if one.value == ranked[0].value]
    for one in best:
        _state(draft, one)
    lines = [_line(draft, one, place, bold=one in best) for place, one in enumerate(ranked, 1)]
    zh = draft.language == "zh"
    names = ("、" if zh else "; ").join(phrasing.who(one.target, draft.language) for one in best)
    word = ("最多" if largest else "最少") if zh else ("the most" if largest else "the fewest")
    shown = phrasing.number(_value(best[0]), best[0].unit, draft.language)
    gaps = [one for one in found if one.value is None]
    for one in gaps:
        draft.note(_gap(one, draft.language))
    head = f"{term.label(draft.language)}{word}：{names}，**{shown}**" if zh else f"{names}: {word}, **{shown}**"
    return draft.answered("\n".join([head, *lines]), 0.8 if gaps else 1.0)


def _over_all(library: Library, draft: Draft, targets: Sequence[Target], term: Term, *, mean: bool) -> Answer:
    found = [quantity(library, target, term) for target in targets]
    stated = [one for one in found if one.value is not None]
    if len(stated) < len(found) or not _one_definition(stated):
        return _refused(library, draft, found, stated)
    operands = [operand for one in stated for operand in _operands(draft, one)]
    parts = " + ".join(plain(_value(one)) for one in stated)
    value = arithmetic.total([_value(one) for one in stated])
    formula = f"{parts} = {plain(value)}"
    if mean:
        value = (value / len(stated)).quantize(_PLACES, ROUND_HALF_UP)
        formula = f"({parts}) ÷ {len(stated)} = {plain(value)}"
        draft.note(
            "平均数四舍五入到两位小数。" if draft.language == "zh" else "The mean is rounded half up to two places."
        )
    label = term.label(draft.language)
    draft.derive(value, stated[0].unit, label, formula, operands)
    zh = draft.language == "zh"
    word = ("平均" if mean else "合计") if zh else ("on average" if mean else "in total")
    span = f"{phrasing.who(stated[0].target, draft.language)} – {phrasing.who(stated[-1].target, draft.language)}"
    shown = phrasing.number(value, stated[0].unit, draft.language)
    return draft.answered(
        f"{span} {label}{word if zh else ' ' + word}：**{shown}**（{formula}）{draft.marks(operands)}", 1.0
    )


def _refused(library: Library, draft: Draft, found: Sequence[Quantity], stated: Sequence[Quantity]) -> Answer:
    gaps = [one for one in found if one.value is None]
    if not stated:
        return values.none(library, draft, found)
    if gaps:
        why = "；".join(_gap(one, draft.language) for one in gaps)
        return draft.refused_for(Reason.NOT_COMPUTABLE, why)
    odd = next(one for one in stated if not same_definition(stated[0], one))
    for one in (stated[0], odd):
        _operands(draft, one)
    why = values.change_of_definition(stated[0], odd, draft.language)
    return draft.refused_for(Reason.NOT_COMPARABLE, why)


def _one_definition(stated: Sequence[Quantity]) -> bool:
    return all(same_definition(stated[0], one) for one in stated)


def _value(one: Quantity) -> Decimal:
    assert one.value is not None
    return one.value


def _operands(draft: Draft, one: Quantity) -> list[AnswerFigure]:
    return [draft.operand(figure, values.cell_label(figure)) for figure in one.figures]


def _state(draft: Draft, one: Quantity) -> None:
    label = one.term.label(draft.language)
    if len(one.figures) == 1:
        draft.state(one.figures[0], label)
    else:
        parts = " + ".join(plain(figure.value) for figure in one.figures if figure.value is not None)
        draft.derive(_value(one), one.unit, label, f"{parts} = {plain(_value(one))}", _operands(draft, one))


def _line(draft: Draft, one: Quantity, place: int, *, bold: bool) -> str:
    shown = phrasing.number(_value(one), one.unit, draft.language)
    mark = "**" if bold else ""
    return (
        f"{place}. {phrasing.who(one.target, draft.language)}：{mark}{shown}{mark} {draft.marks(_operands(draft, one))}"
    )


def _gap(one: Quantity, language: str) -> str:
    return f"{phrasing.who(one.target, language)} {values.why(one, language)}"
