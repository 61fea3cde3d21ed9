"""The forms' own quantities: the step that looks them up, and the answer that each operation makes of them."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import phrasing
from assistant.answer import Answer, Reason
from assistant.answers import comparisons, parts, ranking, series, values, whether
from assistant.answers.scored import Subject
from assistant.catalog import Target
from assistant.lookup import quantities, quantity
from assistant.run import Run
from assistant.understanding import words
from assistant.understanding.claims import claim_in
from assistant.understanding.inquiry import OF_TWO, OVER_REPORTS, Inquiry, Kind, Operation
from assistant.understanding.measures import concepts
from assistant.understanding.operations import is_share
from assistant.understanding.question import counts_something_else
from assistant.understanding.terms import Term

_UNITS = frozenset(
    {None, "件", "个", "项", "元", "份", "人", "宗", "起", "次", "倍", "年", "家", "个百分点", "名", "位", "类", "条"}
)
_COUNTED = frozenset({None, "件", "个", "项", "元", "份", "宗", "起"})
_OF_CASES = frozenset({"次", "场", "回"})
_NONE_SAID = re.compile(r"没有?|未|零|不曾|\bno\b", re.IGNORECASE)
_COUNT_TOO = re.compile(r"(?:多少|几)\s*[件个宗份][^，。；？]{0,8}[，,；。？]?[^，。；？]{0,8}(?:占|比例|比重|百分)")
_SIDE_BY_SIDE = OVER_REPORTS | {Operation.GREATER, Operation.RATIO, Operation.GROWTH, Operation.SHARE_CHANGE}
_APART = re.compile(r"^(?!.*比).*(?:相差|差距|差了?(?:多少|几))|difference between", re.IGNORECASE)
"""What lies between two, whichever is more."""
_CHANGES = (Operation.DIFFERENCE, Operation.GROWTH, Operation.SHARE_CHANGE)


def answer(run: Run) -> Answer | None:
    """Exact lookup, before anything is searched; None where the question asks for nothing that the forms have."""
    inquiry = run.inquiry
    if inquiry.kind is not Kind.FIGURE or not inquiry.terms or not run.targets:
        return None
    units = _UNITS if inquiry.operation in _SIDE_BY_SIDE else _COUNTED
    units |= _OF_CASES if all(term.table == "review" for term in inquiry.terms) else frozenset()
    if inquiry.unit not in units or inquiry.operation is Operation.UNSUPPORTED or inquiry.foreign:
        return None
    if inquiry.unit == "元" and not values.may_be_money(run.library, run.targets, inquiry.terms):
        return None
    return _computed(run)


def _computed(run: Run) -> Answer | None:
    operation, several = run.inquiry.operation, len(run.targets) > 1
    if operation is Operation.COMPARABLE and several:
        return comparisons.comparable(run.library, run.draft, run.targets, run.inquiry.terms)
    if operation is Operation.CARRY_OVER:
        return _carry_over(run)
    if parts.asked(run):
        return parts.answer(run)
    if operation is Operation.SHARE:
        subject = _subject(run)
        with_parts = _COUNT_TOO.search(run.inquiry.text) is not None
        return comparisons.shares(run.library, run.draft, run.targets, subject, with_parts) if subject else None
    if operation in OF_TWO:
        return _of_two(run)
    if operation in OVER_REPORTS:
        return _over_reports(run)
    return whether.of_values(run, _values(run)) if run.inquiry.whether else _values(run)


def _values(run: Run) -> Answer:
    terms = run.inquiry.terms
    if run.inquiry.unit == "元" and len(terms) > 1:  # a row named whole: of its columns those that hold money
        terms = values.amounts(run.library, run.targets, terms) or terms
    return values.values(run.library, run.draft, run.targets, terms, run.inquiry.content)


def _subject(run: Run) -> Subject | None:
    """What is asked of every report: one term, or the share of one in another; None where several terms are."""
    inquiry = run.inquiry
    if inquiry.denominator:
        return Subject(inquiry.terms[0], inquiry.denominator[0]) if len(inquiry.terms) == 1 else None
    term = values.only(run.library, run.targets, inquiry.terms)
    return None if term is None else Subject(term)


def _over_reports(run: Run) -> Answer | None:
    """One number, one order or one choice out of several reports."""
    inquiry, subject = run.inquiry, _subject(run)
    if subject is None:
        return _values(run)
    common = (run.library, run.draft, run.targets, subject)
    match inquiry.operation:
        case Operation.RANK if inquiry.mentions:
            return _rank(run, subject)
        case Operation.SELECT | Operation.COUNT if inquiry.condition is not None:
            counting = inquiry.operation is Operation.COUNT
            return ranking.select(*common, inquiry.condition, count=counting)
        case Operation.TREND if len({target.agency for target in run.targets}) == 1:
            return series.trend(*common)
    if len(run.targets) == 1:
        return _values(run) if subject.whole is None else comparisons.shares(*common)
    match inquiry.operation:
        case Operation.TOTAL | Operation.AVERAGE | Operation.MEDIAN if subject.whole is None:
            return series.over_all(*common, inquiry.operation)
        case Operation.TOP | Operation.BOTTOM:
            return ranking.first_few(*common, inquiry.places, largest=inquiry.operation is Operation.TOP)
        case Operation.MAXIMUM | Operation.MINIMUM | Operation.RANK:
            return ranking.extreme(*common, largest=inquiry.operation is not Operation.MINIMUM)
    return _values(run) if subject.whole is None else comparisons.shares(*common)


def _rank(run: Run, subject: Subject) -> Answer:
    """A place among the same agency's years, or among all agencies of that year."""
    first = re.search(r"(?:19|20)\d\d", run.inquiry.text)  # "2020年在2019到2022年里排第几": of 2020
    subject_year = int(first.group()) if first else None
    target = next((one for one in run.targets if one.year == subject_year), run.targets[-1])
    same_year = [one for one in run.catalog.within(run.question.scope) if one.year == target.year and one.form]
    own_years = [one for one in run.catalog.within(run.question.scope) if one.agency == target.agency and one.form]
    among = same_year if run.inquiry.everyone or not run.inquiry.over_years else own_years
    if len(run.targets) > 1:  # the question itself says among which
        among = list(run.targets)
    elif len(among) < 2:
        among = own_years
    return ranking.rank(run.library, run.draft, among, subject, target)


def _of_two(run: Run) -> Answer | None:
    """Two reports, two quantities of one report, or a report and the year before it."""
    inquiry, draft = run.inquiry, run.draft
    subject = _subject(run)
    if subject is None:
        pair = _two_terms(run)
        return _values(run) if pair is None else comparisons.compared(run.library, draft, pair, inquiry.operation)
    targets = list(run.targets)
    if len(targets) == 1:
        before = _year_before(run, targets[0])
        if before is None:
            return _no_year_before(run, targets[0])
        targets = [before, targets[0]]
    elif inquiry.operation in _CHANGES and _over_a_range(run):
        targets = [targets[0], targets[-1]]
    if len(targets) != 2:
        return _many(run, subject)
    if inquiry.operation is Operation.RATIO and targets[0].agency == targets[1].agency:
        named = inquiry.years.named
        asked_first = not whether.doubled(inquiry.text)  # what doubled is the later year, whichever is named first
        targets.sort(key=lambda t: named.index(t.year) if asked_first and t.year in named else -t.year)
    pair = comparisons.two_reports(run.library, targets, subject, draft.language)
    apart = inquiry.operation is Operation.DIFFERENCE and _APART.search(inquiry.text) is not None
    if inquiry.operation is Operation.GREATER or (apart and not pair.over_time):
        pair = pair.larger_first()
    elif pair.over_time and _against_a_later_year(inquiry):
        pair = replace(pair, as_spoken=True)
    answer = comparisons.compared(run.library, draft, pair, inquiry.operation)
    return whether.of_pair(run, answer, pair) if inquiry.whether else answer


def _against_a_later_year(inquiry: Inquiry) -> bool:
    """Whether an earlier year is set against a later one: “2021年比2022年多多少”."""
    named = inquiry.years.named
    if inquiry.operation not in _CHANGES or len(named) != 2 or named[0] > named[1]:
        return False
    return re.search(rf"{named[0]}[^，,。]*比[^，,。]*{named[1]}", inquiry.text) is not None


def _over_a_range(run: Run) -> bool:
    """Whether a change is asked for from the first to the last of one agency's years, both of them loaded."""
    years, targets = run.inquiry.years, run.targets
    ends = (targets[0].year, targets[-1].year) == (years.named[0], years.named[-1]) if years.named else False
    one = len({target.agency for target in targets}) == 1
    return ends and one and len(years.spans) == 1 and not words.EACH.search(run.inquiry.text)


def _many(run: Run, subject: Subject) -> Answer | None:
    """More than two reports: the order of all answers which is more; a difference of many is a list."""
    if run.inquiry.operation is Operation.GREATER:
        return ranking.extreme(run.library, run.draft, run.targets, subject, largest=True)
    if subject.whole is not None:
        return comparisons.shares(run.library, run.draft, run.targets, subject)
    return _values(run)


def _two_terms(run: Run) -> comparisons.Pair | None:
    found = quantities(run.library, run.targets[:1], run.inquiry.terms)
    terms, whole = [one.term for one in found if one.figures], run.inquiry.denominator
    alike = len(terms) == 2 and terms[0].table == terms[1].table and terms[0].cols == terms[1].cols
    crossed = len(terms) == 2 and terms[0].rows == terms[1].rows
    if whole or not (alike or crossed) or len(run.targets) != 1:
        return None
    return comparisons.two_terms(run.library, run.targets[0], terms, run.draft.language)


def _year_before(run: Run, target: Target) -> Target | None:
    return run.catalog.target(target.agency, target.year - 1)


def _no_year_before(run: Run, target: Target) -> Answer:
    there = [one for year in run.catalog.years(target.agency) if (one := run.catalog.target(target.agency, year))]
    run.draft.note(phrasing.loaded(there, run.draft.language))
    return run.draft.refused_for(Reason.YEAR_NOT_COVERED, str(target.year - 1))


def _carry_over(run: Run) -> Answer | None:
    """What each year left over against what the next one began with."""
    years = [target for target in run.targets if target.agency == run.targets[0].agency]
    before = years[0]
    after = run.catalog.target(before.agency, before.year + 1)
    if len(years) == 1 and (after is None or "上年" in run.inquiry.text):
        before, after = _year_before(run, years[0]) or years[0], years[0]
    if after is None or after.year != before.year + 1:
        return _no_year_before(run, years[0])
    rows = [concepts()[code] for code in ("carried_out", "carried_in")]
    terms = [Term("requests", row.members, ("total",), row.zh, row.en) for row in rows]
    return comparisons.carry_over(run.library, run.draft, before, after, terms)


def premise(run: Run) -> Answer | None:
    """“为什么撤销了3件” where there were none: the question assumes what the report does not say."""
    inquiry, claim = run.inquiry, claim_in(run.inquiry.text)
    asks_why = inquiry.kind is Kind.TEXT and words.ASKS_WHY.search(inquiry.text)
    if not asks_why or not inquiry.terms or len(run.targets) != 1:
        return None
    said = replace(inquiry, text=_NONE_SAID.sub(lambda match: "的" * len(match.group()), inquiry.text))
    if counts_something_else(said):
        return None
    term = values.only(run.library, run.targets, inquiry.terms)
    one = quantity(run.library, run.targets[0], term) if term else None
    if one is None or one.value is None or term is None:
        return None
    if claim.holds(one.value) if claim else (one.value == 0) is (_NONE_SAID.search(inquiry.text) is not None):
        return None
    cited = [run.draft.operand(figure, values.cell_label(figure)) for figure in one.figures]
    shown = phrasing.number(one.value, one.unit, run.draft.language)
    label, who = term.label(run.draft.language), phrasing.who(run.targets[0], run.draft.language)
    is_, stop = ("是", "。") if run.draft.language == "zh" else (":", ".")
    return run.draft.refused_for(Reason.FALSE_PREMISE, f"{who} {label}{is_} {shown} {run.draft.marks(cited)}{stop}")


def unsupported(run: Run) -> Answer | None:
    """An operation that is recognised and not offered, on quantities that the forms have."""
    inquiry = run.inquiry
    if inquiry.operation is not Operation.UNSUPPORTED or not inquiry.terms or not run.targets:
        return None
    if is_share(inquiry.text):
        zh, en = "比例的平均数、中位数没有意义，请逐年逐机关查询", "a mean of shares is not offered"
    else:
        zh, en = (
            "不比较哪一个变化最大，请逐个查询增减",
            "which change is the largest is not offered; ask for each change",
        )
    run.draft.suggest(*(asked_of(replace(inquiry, operation=Operation.VALUE), t) for t in run.targets[:4]))
    return run.draft.refused_for(Reason.NOT_COMPUTABLE, zh if run.draft.language == "zh" else en)


def unknown(run: Run) -> Answer:
    """Nothing of the forms is asked for, or nothing that can be computed of it."""
    return run.draft.refused_for(Reason.NOT_STATED, f"“{run.inquiry.content}”")


def asked_of(inquiry: Inquiry, target: Target) -> str:
    """The question's quantities again, about one report."""
    language = phrasing.language_of(inquiry.text)
    listed = ("、" if language == "zh" else " and ").join(term.label(language) for term in inquiry.terms[:2])
    return phrasing.value_asked(target, listed, language)
