"""Answers that set figures of the forms against each other: shares, changes, and whether they compare at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant import arithmetic, phrasing
from assistant.answer import Answer, AnswerFigure, Reason
from assistant.answers.values import cell_label, change_of_definition, counted_in, none, values, why
from assistant.arithmetic import NotComputableError, plain
from assistant.catalog import Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.lookup import Quantity, quantity, same_definition
from assistant.understanding.measures import Term


def comparable(library: Library, draft: Draft, targets: Sequence[Target], terms: Sequence[Term]) -> Answer:
    """Say whether a quantity means the same in several reports.

    Of several columns of a row, as when the question names the row alone, the first that all reports have is taken;
    where they share none, the whole row was defined anew.
    """
    shared = (t for t in terms if all(quantity(library, target, t).figures for target in targets))
    term = next(shared, None) or _whole_row(terms)
    found = [quantity(library, target, term) for target in targets]
    for one in found:
        for figure in one.figures:
            draft.cite(figure.source)
    lacking = next((one for one in found if not one.figures), None)
    if lacking is not None:
        return none(library, draft, [lacking])
    odd = next((one for one in found[1:] if not same_definition(found[0], one)), None)
    if odd is not None:
        changed = change_of_definition(found[0], odd, draft.language)
        return draft.refused_for(Reason.NOT_COMPARABLE, changed)
    names = "、".join(phrasing.who(one.target, draft.language) for one in found)
    same = "可以比较：口径相同" if draft.language == "zh" else "Yes, the definition is the same"
    answer = values(library, draft, targets, [term], "")
    return (
        draft.answered(f"{same}（{names}：{counted_in(found[0])}）。\n{answer.answer}", 1.0)
        if answer.figures
        else answer
    )


def change(library: Library, draft: Draft, before: Target, after: Target, term: Term, *, percent: bool) -> Answer:
    """The difference, or the growth in percent, from one report to another."""
    first, second = quantity(library, before, term), quantity(library, after, term)
    for one in (first, second):
        if one.value is None:
            return none(library, draft, [one])
    if not same_definition(first, second):
        changed = change_of_definition(first, second, draft.language)
        return draft.refused_for(Reason.NOT_COMPARABLE, changed)
    assert first.value is not None and second.value is not None
    operands = [draft.operand(figure, cell_label(figure)) for one in (first, second) for figure in one.figures]
    a, b, label = plain(first.value), plain(second.value), term.label(draft.language)
    try:
        value = arithmetic.growth(first.value, second.value) if percent else second.value - first.value
    except NotComputableError as error:
        return draft.refused_for(Reason.NOT_COMPUTABLE, f"{label} {error}")
    unit = "%" if percent else second.unit
    formula = f"({b} − {a}) ÷ {a} = {plain(value)}%" if percent else f"{b} − {a} = {plain(value)}"
    draft.derive(value, unit, label, formula, operands)
    verb = ("增加" if value > 0 else "减少" if value < 0 else "持平") if draft.language == "zh" else "change"
    size = phrasing.number(abs(value) if draft.language == "zh" else value, unit, draft.language)
    whom = [phrasing.who(one.target, draft.language) for one in (first, second)]
    text = f"{label}：{whom[0]} {a} → {whom[1]} {b}，{verb} **{size}**（{formula}）{draft.marks(operands)}"
    return draft.answered(text, 1.0)


def share(library: Library, draft: Draft, target: Target, part: Term, whole: Term) -> Answer:
    """One quantity as a share of another in the same report, the denominator named."""
    top, bottom = quantity(library, target, part), quantity(library, target, whole)
    for one in (top, bottom):
        if one.value is None:
            return none(library, draft, [one])
    assert top.value is not None and bottom.value is not None
    fraction, operands = _fraction(draft, top, bottom)
    return ratio(draft, target, _share_label(draft, part, whole), top.value, bottom.value, fraction, operands)


def shares(library: Library, draft: Draft, targets: Sequence[Target], part: Term, whole: Term) -> Answer:
    """The same share in several reports, a line each; a report that does not give it says so in its line."""
    label = _share_label(draft, part, whole)
    lines: list[str] = []
    computed = 0
    for target in targets:
        top, bottom = quantity(library, target, part), quantity(library, target, whole)
        lacking = next((one for one in (top, bottom) if one.value is None), None)
        if lacking is not None:
            said = f"{lacking.term.label(draft.language)}：{why(lacking, draft.language)}"
        else:
            assert top.value is not None and bottom.value is not None
            fraction, operands = _fraction(draft, top, bottom)
            obstacle = _obstacle(draft, top.value, bottom.value)
            said = (
                f"{fraction}，{obstacle}"
                if obstacle
                else _percent(draft, label, top.value, bottom.value, fraction, operands)
            )
            computed += obstacle is None
        lines.append(f"- {phrasing.who(target, draft.language)} {label}：{said}")
    if not computed:
        return share(library, draft, targets[-1], part, whole)
    _note_rounding(draft)
    return draft.answered("\n".join(lines), 1.0)


def ratio(
    draft: Draft,
    target: Target,
    label: str,
    top: Decimal,
    bottom: Decimal,
    fraction: str,
    operands: Sequence[AnswerFigure],
) -> Answer:
    """A share out of cited operands; a zero denominator, and a part larger than its whole, are refused."""
    obstacle = _obstacle(draft, top, bottom)
    if obstacle:
        return draft.refused_for(Reason.NOT_COMPUTABLE, f"{label} = {fraction}，{obstacle}。")
    said = _percent(draft, label, top, bottom, fraction, operands)
    _note_rounding(draft)
    return draft.answered(f"{phrasing.who(target, draft.language)} {label}：{said}", 1.0)


def _percent(
    draft: Draft, label: str, top: Decimal, bottom: Decimal, fraction: str, operands: Sequence[AnswerFigure]
) -> str:
    """Assert a share, and say it with its fraction and marks."""
    percent = arithmetic.share(top, bottom)
    draft.derive(percent, "%", label, f"{fraction} = {plain(percent)}%", operands)
    return f"{fraction} = **{plain(percent)}%** {draft.marks(operands)}"


def _obstacle(draft: Draft, top: Decimal, bottom: Decimal) -> str | None:
    """Why one number is no share of another; None when it is one."""
    zh = draft.language == "zh"
    if bottom == 0:
        return "分母为 0" if zh else "the denominator is 0"
    if top > bottom:
        return "分子大于分母，不是其中的一部分" if zh else "the first is larger and no part of the second"
    return None


def _fraction(draft: Draft, top: Quantity, bottom: Quantity) -> tuple[str, list[AnswerFigure]]:
    """A quotient as text, and its cited operands."""
    tops, bottoms = ([draft.operand(figure, cell_label(figure)) for figure in one.figures] for one in (top, bottom))
    return f"{_sum_text(tops)} ÷ {_sum_text(bottoms)}", [*tops, *bottoms]


def _share_label(draft: Draft, part: Term, whole: Term) -> str:
    return f"{part.label(draft.language)} ÷ {whole.label(draft.language)}"


def _sum_text(operands: Sequence[AnswerFigure]) -> str:
    numbers = [plain(operand.value) for operand in operands if operand.value is not None]
    return numbers[0] if len(numbers) == 1 else f"({' + '.join(numbers)})"


def _note_rounding(draft: Draft) -> None:
    draft.note(
        "百分比四舍五入到两位小数。" if draft.language == "zh" else "Percentages are rounded half up to two places."
    )


def _whole_row(terms: Sequence[Term]) -> Term:
    first = terms[0]
    if len(terms) == 1 or any((term.table, term.rows) != (first.table, first.rows) for term in terms):
        return first
    cols = tuple(dict.fromkeys(col for term in terms for col in term.cols))
    return replace(first, cols=cols, zh=first.zh.split("·")[0], en=first.en.split(":")[0])
