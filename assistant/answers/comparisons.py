"""Answers that set two figures against each other: shares, changes, multiples, and whether they compare at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import arithmetic, phrasing
from assistant.answer import Answer, AnswerFigure, Reason
from assistant.answers import scored
from assistant.answers.scored import Scored, Subject
from assistant.answers.values import change_of_definition, counted_in, none, values
from assistant.arithmetic import NotComputableError, plain
from assistant.catalog import Target
from assistant.draft import Draft
from assistant.library import Library
from assistant.lookup import quantity, same_definition
from assistant.understanding.inquiry import Operation
from assistant.understanding.terms import Term


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
    names = draft.signs.between.join(phrasing.who(one.target, draft.language) for one in found)
    same = "可以比较：口径相同" if draft.language == "zh" else "Yes, the definition is the same"
    aside = draft.signs.aside(f"{names}{draft.signs.colon}{counted_in(found[0], draft.language)}")
    answer = values(library, draft, targets, [term], "")
    return draft.answered(f"{same}{aside}{draft.signs.stop}\n{answer.answer}", 1.0) if answer.figures else answer


def shares(
    library: Library, draft: Draft, targets: Sequence[Target], subject: Subject, with_parts: bool = False
) -> Answer:
    """A share in one report or in several, a line each; a report that does not give it says so in its line.

    `with_parts` states the part itself as well: “有几件，占多少”.
    """
    found = scored.score(library, targets, subject, draft.language)
    if not any(one.value is not None for one in found):
        return scored.refused(library, draft, found[-1:] if len(found) > 1 else found)
    label, colon = subject.label(draft.language), draft.signs.colon
    lines = []
    for one in found:
        who = phrasing.who(one.target, draft.language)
        if one.value is None:
            lines.append(f"{who} {label}{colon}{one.gap}")
            continue
        if with_parts:
            part = scored.score(library, [one.target], Subject(subject.term), draft.language)[0]
            own = scored.state(draft, part)
            shown = f"**{scored.shown(part, draft.language)}** {draft.marks(own)}"
            lines.append(f"{who} {part.subject.label(draft.language)}{colon}{shown}")
        cited = scored.state(draft, one)
        lines.append(f"{who} {label}{colon}{scored.formula(one)} = **{plain(one.value)}%** {draft.marks(cited)}")
    scored.note_rounding(draft)
    return draft.answered("\n".join(f"- {line}" if len(lines) > 1 else line for line in lines), 1.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values to be set against each other: `first` is the one that is spoken of, or the earlier year."""

    first: Scored
    second: Scored
    as_spoken: bool = False
    """Whether the question itself says which of two years is set against which."""

    @property
    def over_time(self) -> bool:
        """Whether they are two years of one agency, told from the earlier to the later."""
        return (
            not self.as_spoken
            and self.first.target.agency == self.second.target.agency
            and self.first.target.year != self.second.target.year
        )

    def larger_first(self) -> Pair:
        """The same pair with the larger value in front."""
        turned = (self.second.value or Decimal(0)) > (self.first.value or Decimal(0))
        return Pair(self.second, self.first, as_spoken=True) if turned else replace(self, as_spoken=True)


def two_reports(library: Library, targets: Sequence[Target], subject: Subject, language: str) -> Pair:
    """One subject in two reports."""
    first, second = scored.score(library, targets, subject, language)
    return Pair(first, second)


def two_terms(library: Library, target: Target, terms: Sequence[Term], language: str) -> Pair:
    """Two quantities of one report."""
    first, second = (scored.score(library, [target], Subject(term), language)[0] for term in terms)
    return Pair(first, second)


def compared(library: Library, draft: Draft, pair: Pair, operation: Operation) -> Answer:
    """The difference, the growth in percent or the multiple of two values, with every operand cited."""
    one_thing = pair.first.subject == pair.second.subject
    if one_thing and scored.odd_one([pair.first, pair.second]) is not None and _both_there(pair):
        for one in (pair.first, pair.second):
            scored.operands(draft, one)
        changed = scored.different(pair.first, pair.second, draft.language)
        return draft.refused_for(Reason.NOT_COMPARABLE, changed)
    lacking = [one for one in (pair.first, pair.second) if one.value is None]
    if lacking:
        return scored.refused(library, draft, lacking)
    try:
        return _compared(draft, pair, operation)
    except NotComputableError as error:
        label = pair.first.subject.label(draft.language)
        return draft.refused_for(Reason.NOT_COMPUTABLE, f"{label} {error}")


def _both_there(pair: Pair) -> bool:
    """Whether both forms have the cells at all."""
    return all(part.figures for one in (pair.first, pair.second) for part in one.quantities)


def _compared(draft: Draft, pair: Pair, operation: Operation) -> Answer:
    first, second = pair.first.value, pair.second.value
    assert first is not None and second is not None
    cited = [*scored.operands(draft, pair.first), *scored.operands(draft, pair.second)]
    for one in (pair.first, pair.second):
        scored.note_filled(draft, one)
    share = pair.first.subject.whole is not None
    unit = "个百分点" if share else pair.first.unit
    if operation is Operation.RATIO:
        value = arithmetic.ratio(first, second)
        formula, unit = f"{plain(first)} ÷ {plain(second)} = {plain(value)}", "倍"
        _note_two_places(draft)
    elif operation is Operation.GROWTH and not share:
        base, grown = (first, second) if pair.over_time else (second, first)
        value = arithmetic.growth(base, grown)
        formula, unit = f"({plain(grown)} − {plain(base)}) ÷ {plain(base)} = {plain(value)}%", "%"
        scored.note_rounding(draft)
    else:
        high, low = (second, first) if pair.over_time else (first, second)
        value = high - low
        formula = f"{plain(high)} − {plain(low)} = {plain(value)}"
    label = pair.first.subject.label(draft.language)
    draft.derive(value, unit, label, formula, cited)
    return draft.answered(f"{_sentence(draft, pair, value, unit, formula)} {draft.marks(cited)}", 1.0)


def _sentence(draft: Draft, pair: Pair, value: Decimal, unit: str | None, formula: str) -> str:
    zh = draft.language == "zh"
    label = pair.first.subject.label(draft.language)
    whom = [_name(pair, one, draft.language) for one in (pair.first, pair.second)]
    numbers = [scored.shown(one, draft.language) for one in (pair.first, pair.second)]
    if unit == "倍":
        word = "前者是后者的" if zh else "the first is"
        shown = f"**{plain(value)} 倍**" if zh else f"**{plain(value)} times** the second"
    else:
        words = ("增加", "减少", "持平") if pair.over_time else ("多", "少", "相等")
        word = words[0] if value > 0 else words[1] if value < 0 else words[2]
        word = word if pair.over_time or not value else f"{whom[0]}{word}"
        word = word if zh else "change" if pair.over_time else "difference"
        shown = f"**{phrasing.number(abs(value) if zh else value, unit, draft.language)}**"
    signs = draft.signs
    joint = " → " if pair.over_time and unit != "倍" else signs.comma if zh else signs.semicolon
    has = " " if zh else signs.colon
    sides = f"{whom[0]}{has}{numbers[0]}{joint}{whom[1]}{has}{numbers[1]}"
    opening = phrasing.opening(label, draft.language)
    return f"{opening}{signs.colon}{sides}{signs.semicolon}{word} {shown}{signs.aside(formula)}"


def _name(pair: Pair, one: Scored, language: str) -> str:
    """What tells the two apart: the report, or the quantity of one report."""
    who = phrasing.who(one.target, language)
    return who if pair.first.target != pair.second.target else f"{who}{one.subject.label(language)}"


def carry_over(library: Library, draft: Draft, before: Target, after: Target, terms: Sequence[Term]) -> Answer:
    """Whether what a year left over is what the next one began with; `terms` are the two rows, in that order."""
    left, begun = (
        scored.score(library, [target], Subject(term), draft.language)[0]
        for target, term in zip((before, after), terms, strict=True)
    )
    lacking = [one for one in (left, begun) if one.value is None]
    if lacking:
        return scored.refused(library, draft, lacking)
    marks = [draft.marks(scored.state(draft, one)) for one in (left, begun)]
    zh = draft.language == "zh"
    same = left.value == begun.value
    verdict = ("**一致**" if same else "**不一致**") if zh else ("**they agree**" if same else "**they do not agree**")
    sides = [
        f"{phrasing.who(one.target, draft.language)} {one.subject.label(draft.language)} "
        f"{scored.shown(one, draft.language)} {mark}"
        for one, mark in zip((left, begun), marks, strict=True)
    ]
    rule = "上一年结转下年的，即本年的上年结转" if zh else "what a year carries over is what the next begins with"
    said = f"{draft.signs.semicolon.join(sides)}{draft.signs.colon}{verdict}{draft.signs.aside(rule)}"
    return draft.answered(said + draft.signs.stop, 1.0)


def share_of(
    draft: Draft,
    target: Target,
    label: str,
    top: Decimal,
    bottom: Decimal,
    operands: Sequence[AnswerFigure],
) -> Answer:
    """A share out of two figures of sentences; a zero denominator and a part larger than its whole are refused."""
    fraction = f"{plain(top)} ÷ {plain(bottom)}"
    obstacle = scored.share_obstacle(top, bottom, draft.language)
    if obstacle:
        return draft.refused_for(
            Reason.NOT_COMPUTABLE, f"{label} = {fraction}{draft.signs.comma}{obstacle}{draft.signs.stop}"
        )
    percent = arithmetic.share(top, bottom)
    draft.derive(percent, "%", label, f"{fraction} = {plain(percent)}%", operands)
    scored.note_rounding(draft)
    who = phrasing.who(target, draft.language)
    return draft.answered(
        f"{who} {label}{draft.signs.colon}{fraction} = **{plain(percent)}%** {draft.marks(operands)}", 1.0
    )


def _note_two_places(draft: Draft) -> None:
    draft.note("倍数四舍五入到两位小数。" if draft.language == "zh" else "Multiples are rounded half up to two places.")


def _whole_row(terms: Sequence[Term]) -> Term:
    first = terms[0]
    if len(terms) == 1 or any((term.table, term.rows) != (first.table, first.rows) for term in terms):
        return first
    cols = tuple(dict.fromkeys(col for term in terms for col in term.cols))
    return replace(first, cols=cols, zh=first.zh.split("·")[0], en=first.en.split(":")[0])
