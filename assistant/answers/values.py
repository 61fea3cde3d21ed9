"""Answers made of the forms' figures: a value, a sum, a series over reports, a share, a difference, a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from assistant import clauses, counted, figures, phrasing
from assistant.answer import Answer, Reason
from assistant.arithmetic import plain
from assistant.catalog import Target
from assistant.draft import Draft
from assistant.forms import forms
from assistant.library import Library
from assistant.lookup import Quantity, contradictions, quantities, same_definition
from assistant.report import USABLE, Figure, FigureStatus
from assistant.understanding.measures import concepts
from assistant.understanding.terms import Term, cell_name, terms_in

_MOST_CHECKED = 6
"""Of how many quantities an answer still says whether their tables add up."""


def values(library: Library, draft: Draft, targets: Sequence[Target], terms: Sequence[Term], content: str) -> Answer:
    """State each quantity of each report; what a report does not give is said in its own line."""
    found = quantities(library, targets, terms)
    if len(terms) > 1:  # The columns of a row were all asked for: those that the form lacks are no gaps.
        found = [one for one in found if one.figures] or found
    stated = [(one, _stated(library, draft, one, content)) for one in found]
    if not any(ok for _, (ok, _) in stated):
        return none(library, draft, found)
    if len(found) > 1 and len(terms) == 1:
        _note_definitions(draft, found)
    for one in found if len(found) <= _MOST_CHECKED else []:
        _warn(library, draft, one)
    bullet = "- " if len(stated) > 1 else ""
    text = "\n".join(bullet + line for _, (_, line) in stated)
    recovered = any(one.status is FigureStatus.RECONSTRUCTED for one in found)
    return draft.answered(text, 0.95 if recovered else 1.0)


def _warn(library: Library, draft: Draft, one: Quantity) -> None:
    """A figure that its own report contradicts is stated with the warning."""
    for equation in contradictions(library, one):
        who = phrasing.who(one.target, draft.language)
        zh, en = f"注意：{who}原表不平，{equation}。", f"Note: the table of {who} does not add up: {equation}."
        draft.note(zh if draft.language == "zh" else en)


def _stated(library: Library, draft: Draft, one: Quantity, content: str) -> tuple[bool, str]:
    """(whether there is a figure, the line that says it or why not)."""
    label, who = one.term.label(draft.language), phrasing.who(one.target, draft.language)
    value, colon = one.value, draft.signs.colon
    if value is None:
        fallback = _in_prose(library, one, content)
        if fallback is None:
            return False, f"{who} {label}{colon}{why(one, draft.language)}"
        figure = draft.state(fallback, label)
        draft.note(_prose_note(one, draft.language))
        return True, f"{who} {label}{colon}**{_shown(fallback, draft.language)}** {draft.marks([figure])}"
    if len(one.figures) == 1:
        figure = draft.state(one.figures[0], label)
        status = draft.signs.aside(phrasing.status(figure.status, draft.language))
        mark = "" if one.status is FigureStatus.REPORTED else status
        return (
            True,
            f"{who} {label}{colon}**{phrasing.number(value, one.unit, draft.language)}**{mark} {draft.marks([figure])}",
        )
    operands = [draft.operand(figure, cell_label(figure)) for figure in one.figures]
    formula = " + ".join(plain(figure.value) for figure in one.figures if figure.value is not None)
    draft.derive(value, one.unit, label, f"{formula} = {plain(value)}", operands)
    if one.filled:
        draft.note(filled_note(one, draft.language))
    total = "合计" if draft.language == "zh" else " in total"
    shown = phrasing.number(value, one.unit, draft.language)
    return True, f"{who} {label}{total}{colon}**{shown}**{draft.signs.aside(formula)} {draft.marks(operands)}"


def cell_label(figure: Figure) -> str:
    """What a cell is called beside others: its row and its column."""
    return " / ".join((*figure.row[-1:], *figure.col))


def _shown(figure: Figure, language: str) -> str:
    return phrasing.rough(figure, language)


def why(one: Quantity, language: str) -> str:
    """Why a report gives no figure for a quantity."""
    bad = next((figure for figure in one.figures if figure.status is one.status), None)
    return phrasing.gap(bad, one.term.label(language), one.target.form, language)


def none(library: Library, draft: Draft, found: Sequence[Quantity]) -> Answer:
    """No report gives the quantity: the reason of the first one, and the nearest thing that is there."""
    first = found[0]
    label = first.term.label(draft.language)
    lines = draft.signs.semicolon.join(
        dict.fromkeys(
            f"{phrasing.who(one.target, draft.language)}{draft.signs.colon}{why(one, draft.language)}" for one in found
        )
    )
    for one in found:
        for figure in one.figures[:1]:
            if figure.source.end > figure.source.start:
                draft.cite(figure.source)
    for one in found:
        _note_written(draft, one)
    _suggest_neighbours(library, draft, first)
    if not first.figures or first.status is FigureStatus.BLANK:
        asked = f"“{label}”{draft.signs.colon}{lines}"
        return draft.refused_for(Reason.NOT_STATED, asked)
    reason = (
        Reason.DAMAGED if first.status is FigureStatus.AMBIGUOUS or _partly_read(library, first) else Reason.NOT_STATED
    )
    asked = f"“{label}”{draft.signs.colon}{lines}"
    return draft.refused_for(reason, asked)


def _note_written(draft: Draft, one: Quantity) -> None:
    """Of a sum that cannot be made, what its written cells add up to and which cells are blank."""
    written = [figure for figure in one.figures if figure.status in USABLE and figure.value is not None]
    blank = [cell_label(figure) for figure in one.figures if figure.status is FigureStatus.BLANK]
    if not written or not blank:
        return
    marks = draft.marks([draft.operand(figure, cell_label(figure)) for figure in written])
    numbers = [figure.value for figure in written if figure.value is not None]
    added = f"{' + '.join(map(plain, numbers))} = {plain(sum(numbers, Decimal(0)))}"
    who, cells = phrasing.who(one.target, draft.language), draft.signs.between.join(blank)
    zh = f"{who}已写明的各格合计 {added} {marks}；空白（不等于 0）：{cells}。"
    en = f"{who}: the written cells add up to {added} {marks}; blank, which is not 0: {cells}."
    draft.note(zh if draft.language == "zh" else en)


def _partly_read(library: Library, one: Quantity) -> bool:
    """Whether the report holds any table of the form: then a lost row is damage, else nothing was ever there."""
    cells = figures.select(library, report_ids=[one.target.report_id], of_form=True)
    return any(figure.status is not FigureStatus.MISSING for figure in cells)


def _suggest_neighbours(library: Library, draft: Draft, one: Quantity) -> None:
    """Offer what the same report does state nearby: the other columns of the rows asked for."""
    form = next((form for form in forms() if form.code == one.target.form), None)
    if form is None:
        return
    table = form.table(one.term.table)
    beside = {
        measure: name
        for row, column in table.cells()
        if row.code in one.term.rows
        and column.code not in one.term.cols
        and (name := cell_name(form, measure := table.measure(row, column), row, column, draft.language))
    }
    for figure in figures.select(library, report_ids=[one.target.report_id], measures=beside):
        if figure.status in USABLE and figure.measure:
            draft.suggest(phrasing.value_asked(one.target, beside[figure.measure], draft.language))


def _in_prose(library: Library, one: Quantity, content: str) -> Figure | None:
    """The figure of a sentence that states what the damaged table does not; None unless exactly one value fits."""
    if one.term.table != "requests" or one.term.cols != ("total",):
        return None
    words = [word for concept in concepts().values() if concept.members == one.term.rows for word in concept.words]
    for content_words in (content, *(f"{word}申请" for word in words if not word.isascii())):
        found = counted.find(library, [one.target.report_id], content_words, "件")
        about_requests = [
            hit
            for hit in found
            if "申请" in hit.figure.source.quote
            and (one.status is not FigureStatus.BLANK or _names_only(clauses.clause(hit.figure), one.term))
        ]
        leaders = counted.leaders(about_requests)
        if len(leaders) == 1:
            return leaders[0].figure
    return None


def _names_only(clause: str, term: Term) -> bool:
    """Whether a clause is about these rows and no others ("予以公开及部分公开258件" is not about the first alone)."""
    named = terms_in(clause)
    return len(named) == 1 and named[0].rows == term.rows


def stated_otherwise(library: Library, target: Target, value: Decimal) -> Figure | None:
    """A sentence of the report about requests that states this very number, where the table states another."""
    found = figures.select(library, report_ids=[target.report_id], table="prose")
    return next((f for f in found if f.value == value and f.unit == "件" and "申请" in f.source.quote), None)


def filled_note(one: Quantity, language: str) -> str:
    """That a blank total was made of its parts, and by which identity."""
    if language == "zh":
        return f"{phrasing.who(one.target, language)}原表总计格空白，此数为各分项之和（{one.filled}）。"
    return f"The total of {phrasing.who(one.target, language)} is blank; this is the sum of its parts ({one.filled})."


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
    names = [counted_in(one, language) for one in (first, second)]
    if language == "zh":
        before, after = (f"{one.target.year} 年为“{name}”" for one, name in zip((first, second), names, strict=True))
        return f"统计口径有变化：{before}，{after}，两者不能直接比较。"
    return f"The definition changed: “{names[0]}” in {first.target.year}, “{names[1]}” in {second.target.year}."


def counted_in(one: Quantity, language: str) -> str:
    """The cells that a quantity is made of, in the form's words."""
    labels = dict.fromkeys(" / ".join((*figure.row[-1:], *figure.col)) for figure in one.figures)
    return phrasing.signs(language).between.join(labels) or one.term.label(language)


def only(library: Library, targets: Sequence[Target], terms: Sequence[Term]) -> Term | None:
    """The one term that these reports, or all of them, have; None when they have several of the terms."""
    if len(terms) == 1:
        return terms[0]
    found = [one for one in quantities(library, targets, terms) if one.figures]
    held = [term for term in dict.fromkeys(terms) if any(one.term == term for one in found)]
    if not held:
        return terms[0]
    if len(held) > 1:  # forms changed: of several columns the one that all of these reports have
        held = [term for term in held if sum(one.term == term for one in found) == len(targets)]
    return held[0] if len(held) == 1 else None


def may_be_money(library: Library, targets: Sequence[Target], terms: Sequence[Term]) -> bool:
    """Whether any of the terms is an amount in these reports, or is not in them at all; a count is no sum of money."""
    found = quantities(library, targets, terms)
    units = {figure.unit for one in found for figure in one.figures}
    return not units or any(unit is None or unit.endswith("元") for unit in units)


def amounts(library: Library, targets: Sequence[Target], terms: Sequence[Term]) -> tuple[Term, ...]:
    """Those of the terms that are amounts of money in these reports."""
    found = quantities(library, targets, terms)
    money = [one.term for one in found if any((figure.unit or "").endswith("元") for figure in one.figures)]
    return tuple(dict.fromkeys(money))
