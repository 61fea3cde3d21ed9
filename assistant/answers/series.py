"""Answers over several reports: the sum, the mean, the median, and how one value went over the years.

Sums and means are stated only over reports that all give the value, under one definition; every gap is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from assistant import arithmetic, phrasing
from assistant.answer import Answer
from assistant.answers import scored
from assistant.answers.scored import Scored, Subject
from assistant.arithmetic import plain
from assistant.catalog import Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.understanding.inquiry import Operation

_WORDS = {
    Operation.TOTAL: ("合计", "in total"),
    Operation.AVERAGE: ("平均", "on average"),
    Operation.MEDIAN: ("中位数", "median"),
}
_NAMED_AT_MOST = 6


def over_all(
    library: Library, draft: Draft, targets: Sequence[Target], subject: Subject, operation: Operation
) -> Answer:
    """The sum, mean or median over all reports asked for; refused when one that has the form lacks the value.

    A report without the form, such as a budget, could not hold it, and is named beside the answer.
    """
    found = scored.score(library, targets, subject, draft.language)
    stated = [one for one in found if one.value is not None]
    with_form = [one for one in found if one.target.form is not None]
    if not stated or len(stated) < len(with_form) or not scored.one_definition(stated):
        return scored.refused(library, draft, found)
    numbers = [one.value for one in stated if one.value is not None]
    cited = [figure for one in stated for figure in scored.operands(draft, one)]
    value, formula = _computed(numbers, operation)
    label = subject.label(draft.language)
    draft.derive(value, stated[0].unit, label, formula, cited)
    if operation is Operation.AVERAGE:
        draft.note(
            "平均数四舍五入到两位小数。" if draft.language == "zh" else "The mean is rounded half up to two places."
        )
    for one in stated:
        scored.note_filled(draft, one)
    scored.note_gaps(draft, found)
    zh = draft.language == "zh"
    word = _WORDS[operation][0 if zh else 1]
    number = phrasing.number(value, stated[0].unit, draft.language)
    what = f"{_span(stated, draft.language)} {label}{word if zh else ' ' + word}"
    return draft.answered(
        f"{what}{draft.signs.colon}**{number}**{draft.signs.aside(formula)} {draft.marks(cited)}", 1.0
    )


def trend(library: Library, draft: Draft, targets: Sequence[Target], subject: Subject) -> Answer:
    """Every year's value of one agency and, in words, how it went; across a change of definition only the values."""
    found = scored.score(library, targets, subject, draft.language)
    stated = [one for one in found if one.value is not None]
    if not stated:
        return scored.refused(library, draft, found)
    lines = [f"- {scored.line(draft, one, scored.state(draft, one) if one.value is not None else [])}" for one in found]
    odd = scored.odd_one(stated)
    label = phrasing.opening(subject.label(draft.language), draft.language)
    if odd is not None:
        draft.note(scored.different(stated[0], odd, draft.language))
        head = f"{label}：统计口径前后不同，不判断升降。" if draft.language == "zh" else f"{label}: not comparable."
    else:
        head = f"{label}{draft.signs.colon}{_went(stated, draft.language)}"
    scored.note_gaps(draft, found)
    if subject.whole:
        scored.note_rounding(draft)
    return draft.answered("\n".join([head, *lines]), 1.0 if len(stated) == len(found) else 0.8)


def _went(stated: Sequence[Scored], language: str) -> str:
    """How the values went from the first year to the last."""
    zh = language == "zh"
    first, last = stated[0], stated[-1]
    if len(stated) < 2 or first.value is None or last.value is None:
        return "只有一年的数字，谈不上趋势。" if zh else "one year only."
    steps = [(b.value or Decimal(0)) - (a.value or Decimal(0)) for a, b in pairwise(stated)]
    turned = [str(b.target.year) for (_, b), step in zip(pairwise(stated), steps, strict=True) if step < 0]
    whole = last.value - first.value
    year = " 年" if zh else ":"
    ends = f"{first.target.year}{year} {plain(first.value)} → {last.target.year}{year} {plain(last.value)}"
    if all(step > 0 for step in steps):
        word = ("逐年上升", "rose every year")
    elif all(step < 0 for step in steps):
        word = ("逐年下降", "fell every year")
    elif not any(steps):
        word = ("历年持平", "did not change")
    else:
        up = ("总体上升", "rose overall") if whole > 0 else ("总体下降", "fell overall")
        up = up if whole else ("首尾持平", "ended where it began")
        word = (
            f"{up[0]}，但不是逐年（{'、'.join(turned)} 年下降）" if turned and whole > 0 else f"{up[0]}，有升有降",
            up[1],
        )
    return f"{word[0]}（{ends}）。" if zh else f"{word[1]} ({ends})."


def _computed(numbers: Sequence[Decimal], operation: Operation) -> tuple[Decimal, str]:
    parts = " + ".join(map(plain, numbers))
    if operation is Operation.TOTAL:
        value = arithmetic.total(numbers)
        return value, f"{parts} = {plain(value)}"
    if operation is Operation.AVERAGE:
        value = arithmetic.mean(numbers)
        return value, f"({parts}) ÷ {len(numbers)} = {plain(value)}"
    value = arithmetic.median(numbers)
    ordered = " ≤ ".join(map(plain, sorted(numbers)))
    return value, f"{ordered} → {plain(value)}"


def _span(stated: Sequence[Scored], language: str) -> str:
    """Which reports a number is made of."""
    agencies = list(dict.fromkeys(one.target.agency for one in stated))
    years = sorted({one.target.year for one in stated})
    when = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
    shown = phrasing.signs(language).between.join(agencies[:_NAMED_AT_MOST])
    if len(agencies) > _NAMED_AT_MOST:
        shown += f" 等 {len(agencies)} 个机关" if language == "zh" else f" and {len(agencies) - _NAMED_AT_MOST} more"
    return f"{shown} {when} 年" if language == "zh" else f"{shown}, {when}"
