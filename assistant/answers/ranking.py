"""Reports put in order by one value, and those chosen by a condition: the most, the first few, a place, how many.

Every report that gives no value is named; no order is stated across a change of definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant import phrasing
from assistant.answer import Answer, Derivation
from assistant.answers import scored
from assistant.answers.scored import Scored, Subject
from assistant.arithmetic import plain
from assistant.catalog import Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.understanding.claims import Claim

_MOST_LINES = 60
_SIGNS = {"=": "等于", ">": "超过", "<": "低于", ">=": "不少于", "<=": "不超过"}


def extreme(library: Library, draft: Draft, targets: Sequence[Target], subject: Subject, *, largest: bool) -> Answer:
    """The report or reports with the largest or smallest value, and all values in order."""
    found = scored.score(library, targets, subject, draft.language)
    ranked = _ranked(found, largest=largest)
    if ranked is None:
        return scored.refused(library, draft, found)
    best = [one for one in ranked if one.value == ranked[0].value]
    zh = draft.language == "zh"
    names = ("、" if zh else "; ").join(phrasing.who(one.target, draft.language) for one in best[:_MOST_LINES])
    word = ("最多" if largest else "最少") if zh else ("the most" if largest else "the fewest")
    if subject.whole and zh:
        word = "最高" if largest else "最低"
    value = scored.shown(best[0], draft.language)
    head = (
        f"{subject.label('zh')}{word}：{names}，**{value}**"
        if zh
        else f"{names}: {word} ({subject.label('en')}), **{value}**"
    )
    answer = _listed(draft, head, ranked, best, found)
    if subject.whole is None and 1 < len(ranked) <= _MOST_LINES and len(answer.figures) == 1:
        return replace(answer, derivation=_order(draft, ranked, best[0], sign=" ≥ " if largest else " ≤ "))
    return answer


def _order(draft: Draft, ranked: Sequence[Scored], best: Scored, *, sign: str) -> Derivation | None:
    """That a value was found by the order of all, where each of them is one cell."""
    cited = [scored.operands(draft, one) for one in ranked]
    if best.value is None or any(len(one) != 1 for one in cited):
        return None
    formula = sign.join(plain(one.value) for one in ranked if one.value is not None)
    return Derivation(formula, tuple(figure for (figure,) in cited), best.value, best.unit)


def first_few(
    library: Library, draft: Draft, targets: Sequence[Target], subject: Subject, places: int, *, largest: bool
) -> Answer:
    """The reports on the first places, from the top or from the bottom, or all in order for 0 places.

    Equal values share a place.
    """
    found = scored.score(library, targets, subject, draft.language)
    ranked = _ranked(found, largest=largest)
    if ranked is None:
        return scored.refused(library, draft, found)
    chosen = [one for one in ranked if not places or _place(ranked, one, largest=largest) <= places]
    zh = draft.language == "zh"
    word = ("最多" if largest else "最少") if zh else ("the most" if largest else "the fewest")
    head = f"{subject.label(draft.language)}{word}的 {places} 个：" if zh else f"{places} with {word}:"
    if not places:
        head = f"{subject.label(draft.language)}从多到少：" if zh else "From the most to the fewest:"
    if len(ranked) < places:
        draft.note(f"只有 {len(ranked)} 份报告给出这个数字。" if zh else f"Only {len(ranked)} reports give it.")
    return _listed(draft, head, chosen, chosen, found)


def rank(library: Library, draft: Draft, among: Sequence[Target], subject: Subject, target: Target) -> Answer:
    """The place of one report among others, from the largest value down."""
    found = scored.score(library, among, subject, draft.language)
    ranked = _ranked(found, largest=True)
    own = next((one for one in ranked or [] if one.target == target), None)
    if ranked is None or own is None:
        return scored.refused(library, draft, [one for one in found if one.target == target] if ranked else found)
    place = _place(ranked, own, largest=True)
    cited = [figure for one in ranked[:_MOST_LINES] for figure in scored.operands(draft, one)]
    equal = sum(one.value == own.value for one in ranked) - 1
    zh = draft.language == "zh"
    order = " ≥ ".join(f"{one.value:f}" for one in ranked[:_MOST_LINES])
    label = subject.label(draft.language)
    draft.derive(Decimal(place), "名" if zh else "place", label, f"{order} → {place}", cited)
    who, value = phrasing.who(target, draft.language), scored.shown(own, draft.language)
    tie = (f"（与另外 {equal} 个并列）" if zh else f" (with {equal} more)") if equal else ""
    head = (
        f"{who} {label}：{value}，在 {len(ranked)} 份报告中从多到少排**第 {place}**{tie}"
        if zh
        else f"{who} {label}: {value}, place **{place}** of {len(ranked)} from the largest{tie}"
    )
    scored.note_gaps(draft, found)
    lines = [f"{n}. {scored.line(draft, one, scored.operands(draft, one))}" for n, one in enumerate(ranked, 1)]
    return draft.answered("\n".join([head, *lines[:_MOST_LINES]]), 1.0)


def select(
    library: Library,
    draft: Draft,
    targets: Sequence[Target],
    subject: Subject,
    condition: Claim,
    *,
    count: bool,
) -> Answer:
    """The reports whose value satisfies a condition, listed or counted."""
    found = scored.score(library, targets, subject, draft.language)
    stated = [one for one in found if one.value is not None]
    if not stated or not scored.one_definition(stated):
        return scored.refused(library, draft, found)
    chosen = [one for one in stated if one.value is not None and condition.holds(one.value)]
    zh = draft.language == "zh"
    wanted = f"{_SIGNS[condition.relation] if zh else condition.relation} {condition.value:f}"
    label = subject.label(draft.language)
    none = f"在给出数字的 {len(stated)} 份报告中，没有一份的{label}{wanted}。" if zh else f"None of {len(stated)} is."
    head = f"{label}{wanted}的有 **{len(chosen)}** 份报告（共 {len(stated)} 份给出数字）："
    if not zh:
        head = f"{label} {wanted}: **{len(chosen)}** of {len(stated)} reports:"
    if count or not chosen:
        cited = [figure for one in stated[:_MOST_LINES] for figure in scored.operands(draft, one)]
        draft.derive(Decimal(len(chosen)), "份" if zh else "reports", label, f"{label} {wanted}: {len(chosen)}", cited)
    if not chosen:
        scored.note_gaps(draft, found)
        return draft.answered(none, 1.0)
    return _listed(draft, head, chosen, [] if count else chosen, found)


def _listed(
    draft: Draft, head: str, shown: Sequence[Scored], asserted: Sequence[Scored], found: Sequence[Scored]
) -> Answer:
    """The head, a numbered line for each report shown, and a note for each that gives no value."""
    lines = []
    for place, one in enumerate(shown[:_MOST_LINES], 1):
        cited = scored.state(draft, one) if one in asserted else scored.operands(draft, one)
        lines.append(f"{place}. {scored.line(draft, one, cited, bold=one in asserted)}")
    if len(shown) > _MOST_LINES:
        more = len(shown) - _MOST_LINES
        lines.append(f"……另有 {more} 份" if draft.language == "zh" else f"… and {more} more")
    scored.note_gaps(draft, found)
    if shown and shown[0].subject.whole:
        scored.note_rounding(draft)
    lacking = any(one.value is None for one in found)
    return draft.answered("\n".join([head, *lines]), 0.8 if lacking else 1.0)


def _ranked(found: Sequence[Scored], *, largest: bool) -> list[Scored] | None:
    """The values in order; None where there is none, or where they do not count the same thing."""
    stated = [one for one in found if one.value is not None]
    if not stated or not scored.one_definition(stated):
        return None
    return sorted(stated, key=lambda one: (one.value or Decimal(0)) * (-1 if largest else 1))


def _place(ranked: Sequence[Scored], one: Scored, *, largest: bool) -> int:
    """Equal values share the better place."""
    value = one.value or Decimal(0)
    ahead = [other for other in ranked if other.value is not None and other.value != value]
    return 1 + sum(
        (other.value or Decimal(0)) > value if largest else (other.value or Decimal(0)) < value for other in ahead
    )
