"""Answers made of the forms' figures: a value, a sum, a series over reports, a share, a difference, a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant import arithmetic, counted, figures, phrasing
from assistant.answer import Answer, AnswerFigure, Reason
from assistant.arithmetic import NotComputableError, plain
from assistant.catalog import Target
from assistant.draft import Draft
from assistant.forms import forms
from assistant.library import Library
from assistant.lookup import USABLE, Quantity, quantity, same_definition
from assistant.report import Figure, FigureStatus
from assistant.understanding.measures import Term, concepts

_MOST_LINES = 60


def values(library: Library, draft: Draft, targets: Sequence[Target], terms: Sequence[Term], content: str) -> Answer:
    """State each quantity of each report; what a report does not give is said in its own line."""
    found = [quantity(library, target, term) for target in targets for term in terms][:_MOST_LINES]
    if len(terms) > 1:  # The columns of a row were all asked for: those that the form lacks are no gaps.
        found = [one for one in found if one.figures] or found
    stated = [(one, _stated(library, draft, one, content)) for one in found]
    if not any(ok for _, (ok, _) in stated):
        return none(library, draft, found)
    if len(found) > 1 and len(terms) == 1:
        _note_definitions(draft, found)
    bullet = "- " if len(stated) > 1 else ""
    text = "\n".join(bullet + line for _, (_, line) in stated)
    recovered = any(one.status is FigureStatus.RECONSTRUCTED for one in found)
    return draft.answered(text, 0.95 if recovered else 1.0)


def _stated(library: Library, draft: Draft, one: Quantity, content: str) -> tuple[bool, str]:
    """(whether there is a figure, the line that says it or why not)."""
    label, who = one.term.label(draft.language), phrasing.who(one.target, draft.language)
    value = one.value
    if value is None:
        fallback = _in_prose(library, one, content)
        if fallback is None:
            return False, f"{who} {label}：{why(one, draft.language)}"
        figure = draft.state(fallback, label)
        draft.note(_prose_note(one, draft.language))
        return True, f"{who} {label}：**{_shown(fallback, draft.language)}** {draft.marks([figure])}"
    if len(one.figures) == 1:
        figure = draft.state(one.figures[0], label)
        mark = "" if one.status is FigureStatus.REPORTED else f"（{phrasing.status(figure.status, draft.language)}）"
        return (
            True,
            f"{who} {label}：**{phrasing.number(value, one.unit, draft.language)}**{mark} {draft.marks([figure])}",
        )
    operands = [draft.operand(figure, cell_label(figure)) for figure in one.figures]
    formula = " + ".join(plain(figure.value) for figure in one.figures if figure.value is not None)
    draft.derive(value, one.unit, label, f"{formula} = {plain(value)}", operands)
    total = "合计" if draft.language == "zh" else " in total"
    shown = phrasing.number(value, one.unit, draft.language)
    return True, f"{who} {label}{total}：**{shown}**（{formula}）{draft.marks(operands)}"


def cell_label(figure: Figure) -> str:
    """What a cell is called beside others: its row and its column."""
    return " / ".join((*figure.row[-1:], *figure.col))


def _shown(figure: Figure, language: str) -> str:
    assert figure.value is not None
    return (figure.basis or "") + phrasing.number(figure.value, figure.unit, language)


def why(one: Quantity, language: str) -> str:
    """Why a report gives no figure for a quantity."""
    bad = next((figure for figure in one.figures if figure.status is one.status), None)
    return phrasing.gap(bad, one.term.label(language), one.target.form, language)


def none(library: Library, draft: Draft, found: Sequence[Quantity]) -> Answer:
    """No report gives the quantity: the reason of the first one, and the nearest thing that is there."""
    first = found[0]
    label = first.term.label(draft.language)
    lines = "；".join(
        dict.fromkeys(f"{phrasing.who(one.target, draft.language)}{why(one, draft.language)}" for one in found)
    )
    for one in found:
        for figure in one.figures[:1]:
            if figure.source.end > figure.source.start:
                draft.cite(figure.source)
    _suggest_neighbours(library, draft, first)
    if not first.figures or first.status is FigureStatus.BLANK:
        asked = f"“{label}”：{lines}" if draft.language == "zh" else f"“{label}”: {lines}"
        return draft.refused(Reason.NOT_STATED, phrasing.refusal(Reason.NOT_STATED, asked, draft.language))
    reason = (
        Reason.DAMAGED if first.status is FigureStatus.AMBIGUOUS or _partly_read(library, first) else Reason.NOT_STATED
    )
    asked = f"“{label}”：{lines}"
    return draft.refused(reason, phrasing.refusal(reason, asked, draft.language))


def _partly_read(library: Library, one: Quantity) -> bool:
    """Whether the report holds any table of the form: then a lost row is damage, else nothing was ever there."""
    cells = figures.select(library, report_ids=[one.target.report_id])
    return any(figure.measure is not None and figure.status is not FigureStatus.MISSING for figure in cells)


def _suggest_neighbours(library: Library, draft: Draft, one: Quantity) -> None:
    """Offer what the same report does state nearby: the other columns of the rows asked for."""
    form = next((form for form in forms() if form.code == one.target.form), None)
    if form is None:
        return
    table = form.table(one.term.table)
    beside = {
        table.measure(row, column): "·".join((*row.path[-1:], *column.path))
        for row, column in table.cells()
        if row.code in one.term.rows and column.code not in one.term.cols
    }
    for figure in figures.select(library, report_ids=[one.target.report_id], measures=beside):
        if figure.status in USABLE and figure.measure:
            draft.suggest(f"{one.target.agency}{one.target.year}年{beside[figure.measure]}是多少？")


def _in_prose(library: Library, one: Quantity, content: str) -> Figure | None:
    """The figure of a sentence that states what the damaged table does not; None unless exactly one value fits."""
    if one.term.table != "requests" or one.term.cols != ("total",) or one.status is FigureStatus.BLANK:
        return None
    words = [word for concept in concepts().values() if concept.members == one.term.rows for word in concept.words]
    for content_words in (content, *(f"{word}申请" for word in words if not word.isascii())):
        found = counted.find(library, [one.target.report_id], content_words, "件")
        about_requests = [hit for hit in found if "申请" in hit.figure.source.quote]
        leaders = counted.leaders(about_requests)
        if len(leaders) == 1:
            return leaders[0].figure
    return None


def _prose_note(one: Quantity, language: str) -> str:
    gap = why(one, language)
    if language == "zh":
        return f"{one.target.year} 年表格不可用（{gap}），此数取自正文。"
    return f"The {one.target.year} table cannot be used ({gap}); this figure is from the prose."


def _note_definitions(draft: Draft, found: Sequence[Quantity]) -> None:
    with_cells = [one for one in found if one.figures]
    changed = next((b for a, b in pairwise(with_cells) if not same_definition(a, b)), None)
    if changed is not None:
        draft.note(change_of_definition(with_cells[0], changed, draft.language))


def change_of_definition(first: Quantity, second: Quantity, language: str) -> str:
    """How two quantities of one name differ in what they count."""
    names = [_columns(one) for one in (first, second)]
    if language == "zh":
        before, after = (f"{one.target.year} 年为“{name}”" for one, name in zip((first, second), names, strict=True))
        return f"统计口径有变化：{before}，{after}，两者不能直接比较。"
    return f"The definition changed: “{names[0]}” in {first.target.year}, “{names[1]}” in {second.target.year}."


def _columns(one: Quantity) -> str:
    labels = dict.fromkeys(" / ".join((*figure.row[-1:], *figure.col)) for figure in one.figures)
    return "、".join(labels) or one.term.zh


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
        return draft.refused(Reason.NOT_COMPARABLE, phrasing.refusal(Reason.NOT_COMPARABLE, changed, draft.language))
    names = "、".join(phrasing.who(one.target, draft.language) for one in found)
    same = "可以比较：口径相同" if draft.language == "zh" else "Yes, the definition is the same"
    answer = values(library, draft, targets, [term], "")
    return (
        draft.answered(f"{same}（{names}：{_columns(found[0])}）。\n{answer.answer}", 1.0) if answer.figures else answer
    )


def only(library: Library, targets: Sequence[Target], terms: Sequence[Term]) -> Term | None:
    """The one term that these reports have; None when they have several of the terms."""
    held = [term for term in terms if any(quantity(library, target, term).figures for target in targets)]
    if len(terms) == 1 or not held:
        return terms[0]
    return held[0] if len(held) == 1 else None


def may_be_money(library: Library, targets: Sequence[Target], terms: Sequence[Term]) -> bool:
    """Whether any of the terms is an amount in these reports, or is not in them at all; a count is no sum of money."""
    found = [quantity(library, target, term) for target in targets for term in terms]
    units = {figure.unit for one in found for figure in one.figures}
    return not units or any(unit is None or unit.endswith("元") for unit in units)


def _whole_row(terms: Sequence[Term]) -> Term:
    first = terms[0]
    if len(terms) == 1 or any((term.table, term.rows) != (first.table, first.rows) for term in terms):
        return first
    cols = tuple(dict.fromkeys(col for term in terms for col in term.cols))
    return replace(first, cols=cols, zh=first.zh.split("·")[0], en=first.en.split(":")[0])


def change(library: Library, draft: Draft, before: Target, after: Target, term: Term, *, percent: bool) -> Answer:
    """The difference, or the growth in percent, from one report to another."""
    first, second = quantity(library, before, term), quantity(library, after, term)
    for one in (first, second):
        if one.value is None:
            return none(library, draft, [one])
    if not same_definition(first, second):
        changed = change_of_definition(first, second, draft.language)
        return draft.refused(Reason.NOT_COMPARABLE, phrasing.refusal(Reason.NOT_COMPARABLE, changed, draft.language))
    assert first.value is not None and second.value is not None
    operands = [draft.operand(figure, cell_label(figure)) for one in (first, second) for figure in one.figures]
    a, b, label = plain(first.value), plain(second.value), term.label(draft.language)
    try:
        value = arithmetic.growth(first.value, second.value) if percent else second.value - first.value
    except NotComputableError as error:
        return draft.refused(
            Reason.NOT_COMPUTABLE, phrasing.refusal(Reason.NOT_COMPUTABLE, f"{label} {error}", draft.language)
        )
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
        elif bottom.value == 0:
            said = f"{_fraction(draft, top, bottom)[0]}，{_zero(draft)}"
        else:
            assert top.value is not None and bottom.value is not None
            fraction, operands = _fraction(draft, top, bottom)
            percent = arithmetic.share(top.value, bottom.value)
            draft.derive(percent, "%", label, f"{fraction} = {plain(percent)}%", operands)
            said = f"{fraction} = **{plain(percent)}%** {draft.marks(operands)}"
            computed += 1
        lines.append(f"- {phrasing.who(target, draft.language)} {label}：{said}")
    if not computed:
        return share(library, draft, targets[-1], part, whole)
    _note_rounding(draft)
    return draft.answered("\n".join(lines), 1.0)


def _share_label(draft: Draft, part: Term, whole: Term) -> str:
    return f"{part.label(draft.language)} ÷ {whole.label(draft.language)}"


def _fraction(draft: Draft, top: Quantity, bottom: Quantity) -> tuple[str, list[AnswerFigure]]:
    """A quotient as text, and its cited operands."""
    tops, bottoms = ([draft.operand(figure, cell_label(figure)) for figure in one.figures] for one in (top, bottom))
    return f"{_sum_text(tops)} ÷ {_sum_text(bottoms)}", [*tops, *bottoms]


def _zero(draft: Draft) -> str:
    return "分母为 0" if draft.language == "zh" else "the denominator is 0"


def _note_rounding(draft: Draft) -> None:
    draft.note(
        "百分比四舍五入到两位小数。" if draft.language == "zh" else "Percentages are rounded half up to two places."
    )


def _sum_text(operands: Sequence[AnswerFigure]) -> str:
    numbers = [plain(operand.value) for operand in operands if operand.value is not None]
    return numbers[0] if len(numbers) == 1 else f"({' + '.join(numbers)})"


def ratio(
    draft: Draft,
    target: Target,
    label: str,
    top: Decimal,
    bottom: Decimal,
    fraction: str,
    operands: Sequence[AnswerFigure],
) -> Answer:
    """A share out of cited operands; a zero denominator is refused."""
    try:
        percent = arithmetic.share(top, bottom)
    except NotComputableError:
        asked = f"{label} = {fraction}，{_zero(draft)}。"
        return draft.refused(Reason.NOT_COMPUTABLE, phrasing.refusal(Reason.NOT_COMPUTABLE, asked, draft.language))
    draft.derive(percent, "%", label, f"{fraction} = {plain(percent)}%", operands)
    _note_rounding(draft)
    who = phrasing.who(target, draft.language)
    return draft.answered(f"{who} {label}：{fraction} = **{plain(percent)}%** {draft.marks(operands)}", 1.0)
